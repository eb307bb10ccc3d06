// A plain blocking HTTP client over a real socket, so that the server meets bytes it did not write.
// Every read has a deadline of its own: a server that hangs fails the test.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

namespace pue::test {

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{20, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    REQUIRE(connect(socket_, generic, sizeof address) == 0);
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // the server closed: what it answered is still there to be read
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// Everything until the server closes.
  std::string rest() {
    std::string text;
    while (receive(text)) {
    }
    return text;
  }

  /// One answer, head and body by its Content-Length; the connection stays.
  std::string answer() {
    std::size_t end;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos)
      if (!receive(received_)) return std::exchange(received_, "");
    const auto field = received_.find("Content-Length: ");
    REQUIRE(field < end);
    const auto size = end + 4 + std::stoul(received_.substr(field + 16));
    while (received_.size() < size && receive(received_)) {
    }
    auto one = received_.substr(0, size);
    received_.erase(0, size);
    return one;
  }

  /// True when the first byte of an answer is there, which stays to be read.
  bool begins() {
    char byte;
    return recv(socket_, &byte, 1, MSG_PEEK) == 1;
  }

  /// True when the server has closed: the next read ends at once.
  bool closed() {
    char byte;
    return recv(socket_, &byte, 1, 0) <= 0 && errno != EAGAIN;
  }

 private:
  bool receive(std::string& text) {
    char chunk[16384];
    const auto size = recv(socket_, chunk, sizeof chunk, 0);
    if (size > 0) text.append(chunk, static_cast<std::size_t>(size));
    return size > 0;
  }

  int socket_;
  std::string received_;
};

inline std::string get(std::uint16_t port, const std::string& target,
                       const std::string& headers = "") {
  Client client(port);
  client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "Connection: close\r\n\r\n");
  return client.rest();
}

inline std::string body(const std::string& answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "" : answer.substr(end + 4);
}

}  // namespace pue::test
