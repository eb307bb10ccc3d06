"""Values of every type in every order as registers, computed with `struct` alone.

A row is (function, address, type, order, bit, words, expected); the image is
{(function, address): word}.
"""
import struct

ORDERS = ("abcd", "cdab", "badc", "dcba")
EIGHT_LETTERS = "cdabghef"
VALUES = {
    "uint16": (">H", (0, 1, 0x1234, 40000, 65535)),
    "int16": (">h", (0, -1, 1234, -32768, 32767)),
    "uint32": (">I", (1, 0x12345678, 4294967295)),
    "int32": (">i", (-1, -123456789, 2147483647, -2147483648)),
    "uint64": (">Q", (1, 0x0123456789ABCDEF, 18446744073709551615)),
    "int64": (">q", (-1, -81985529216486896, -9223372036854775808, 9223372036854775807)),
    "float16": (">e", (1.5, -2.25, 65504.0, 5.960464477539063e-08)),
    "float32": (">f", (100.0, -0.1, 16777216.0, 1.401298464324817e-45, 3.4028234663852886e38)),
    "float64": (">d", (0.1, -1e300, 5e-324, 123456789012.345)),
}


def on_the_wire(big_endian, order):
    """Bytes most significant first → bytes in the order in which they are sent."""
    if len(order) == 8:
        return bytes(big_endian["abcdefgh".index(letter)] for letter in order)
    words = [big_endian[i:i + 2] for i in range(0, len(big_endian), 2)]
    if order in ("cdab", "dcba"):
        words.reverse()
    if order in ("badc", "dcba"):
        words = [word[::-1] for word in words]
    return b"".join(words)


class Image:
    def __init__(self):
        self.words = {}
        self.rows = []
        self.free = {1: 0, 2: 0, 3: 0, 4: 0}

    def put(self, function, words, type_name, order, bit, expected):
        address = self.free[function]
        for i, word in enumerate(words):
            self.words[function, address + i] = word
        self.rows.append((function, address, type_name, order, bit, len(words), expected))
        self.free[function] += len(words)

    def put_number(self, type_name, layout, value, order):
        packed = struct.pack(layout, value)
        self.put_bytes(type_name, packed, order, struct.unpack(layout, packed)[0])

    def put_bytes(self, type_name, big_endian, order, expected):
        sent = on_the_wire(big_endian, order)
        words = struct.unpack(f">{len(sent) // 2}H", sent)
        for function in (3, 4):
            self.put(function, words, type_name, order, 0, expected)

    def put_decimals(self, order):
        """Digits of four bits: the hexadecimal form of the bytes is the number. Words of 0 to 9999:
        four decimal digits each."""
        for digits in ("0000", "0042", "9876", "12345678", "99999999", "00000001"):
            self.put_bytes(f"bcd{4 * len(digits)}", bytes.fromhex(digits), order, int(digits))
        for wrong in ("98A6", "F2345678"):
            self.put_bytes(f"bcd{4 * len(wrong)}", bytes.fromhex(wrong), order, "not_decimal")
        for digits in ("0007", "12349999", "000056781234", "9999999999999999", "1000000000000001"):
            words = [int(digits[i:i + 4]) for i in range(0, len(digits), 4)]
            packed = struct.pack(f">{len(words)}H", *words)
            self.put_bytes("mod10k", packed, order, int(digits))
        for words in ((10000,), (1, 65535), (10000, 0, 0), (0, 0, 12345, 0)):
            packed = struct.pack(f">{len(words)}H", *words)
            self.put_bytes("mod10k", packed, order, "not_decimal")


def build():
    image = Image()
    for type_name, (layout, values) in VALUES.items():
        wide = struct.calcsize(layout) == 8
        for order in ORDERS + ((EIGHT_LETTERS,) if wide else ()):
            for value in values:
                image.put_number(type_name, layout, value, order)
    for order in ORDERS:
        image.put_decimals(order)
    for bit in range(16):
        for order in ("abcd", "badc"):
            word = struct.unpack(">H", on_the_wire(struct.pack(">H", 0xA5C3), order))[0]
            image.put(3, (word,), "bit", order, bit, bool(0xA5C3 >> bit & 1))
    for function in (1, 2, 3, 4):
        for value in (1, 0, 0, 1, 1, 1, 0, 1, 0, 1):
            image.put(function, (value,), "bool", "abcd", 0, bool(value))
    return image
