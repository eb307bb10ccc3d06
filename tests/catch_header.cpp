// Stands for the precompiled header that unit tests reuse; it has nothing of its own.
#include <catch2/catch.hpp>
