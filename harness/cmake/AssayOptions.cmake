# Compiler, linker and third-party settings that every target shares.

option(ASSAY_CHECK_HEADERS "Compile every public header alone" OFF)
option(ASSAY_BENCHMARKS "Build the Google Benchmark programs" OFF)
option(ASSAY_UNIT_TESTS_ONLY "Build libraries and unit tests, no programs and no end-to-end tests" OFF)
option(ASSAY_NO_UNIT_TESTS "Build everything but the unit tests" OFF)
option(ASSAY_FUZZ "Build the libFuzzer targets" OFF)
option(ASSAY_COVERAGE "Instrument for gcov" OFF)
option(ASSAY_PRECOMPILED_HEADERS "Parse the standard library, GoogleTest and Asio once a build" OFF)
set(ASSAY_SANITIZE "" CACHE STRING "Value for -fsanitize=, empty for none")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
if(ASSAY_FUZZ)
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")  # a fuzzer finds with what it can run in its time
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")

# Paths below the checkout are hashed as relative ones, so that what one checkout compiled serves the next, wherever it is.
find_program(ASSAY_CCACHE ccache)
if(ASSAY_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros ${ASSAY_CCACHE})
endif()
find_program(ASSAY_MOLD mold)

find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(LibXml2 REQUIRED)
find_package(XercesC 3.2 REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(LUA REQUIRED IMPORTED_TARGET lua5.4)
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(SQLITE3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(PCAP REQUIRED IMPORTED_TARGET libpcap)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  pkg_check_modules(TCMALLOC REQUIRED IMPORTED_TARGET libtcmalloc_minimal)
endif()
find_path(ASSAY_BOOST_INCLUDE boost/beast/version.hpp REQUIRED)
if(ASSAY_BENCHMARKS)
  find_package(benchmark REQUIRED)
endif()

# Asio and Beast are used header-only where they are to be fast and compiled once where the build is to be;
# this target carries their settings.
add_library(assay_asio INTERFACE)
target_include_directories(assay_asio SYSTEM INTERFACE ${ASSAY_BOOST_INCLUDE})
# A request nests about ten coroutines; Asio keeps two of their frames a thread for reuse unless it is told otherwise.
target_compile_definitions(assay_asio INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_USE_STD_STRING_VIEW
  BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE=16)
target_link_libraries(assay_asio INTERFACE Threads::Threads OpenSSL::SSL OpenSSL::Crypto)
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_definitions(assay_asio INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
endif()

add_library(assay_flags INTERFACE)
# Designated initializers leave the rest at its default on purpose, so missing-field-initializers is off.
target_compile_options(assay_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wimplicit-fallthrough -Wno-missing-field-initializers -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 -O2 takes the matching new and delete of Asio's coroutine frames for mismatched once it inlines one of them.
  # g++ 12 also sees overlaps in "literal" + std::string where there are none (GCC bug 105651).
  target_compile_options(assay_flags INTERFACE -Wno-mismatched-new-delete -Wno-restrict)
endif()
target_compile_definitions(assay_flags INTERFACE _GLIBCXX_ASSERTIONS)
if(ASSAY_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_link_options(assay_flags INTERFACE -fuse-ld=mold)
endif()
if(ASSAY_SANITIZE)
  target_compile_options(assay_flags INTERFACE -fsanitize=${ASSAY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(assay_flags INTERFACE -fsanitize=${ASSAY_SANITIZE})
  if(ASSAY_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # ThreadSanitizer does not model Asio's fences: a report about memory that only a fence orders is a false one.
    target_compile_options(assay_flags INTERFACE -Wno-tsan)
  endif()
endif()
if(ASSAY_FUZZ)
  # clang 14 cannot assemble coroutines whose functions carry the prologue of UBSan's check of function types
  # ("Cannot represent a difference across sections", LLVM issue 49689).
  target_compile_options(assay_flags INTERFACE -fsanitize=fuzzer-no-link -fno-sanitize=function)
endif()
if(ASSAY_COVERAGE)
  target_compile_options(assay_flags INTERFACE --coverage)
  target_link_options(assay_flags INTERFACE --coverage)
endif()

# assay_once NAME LINKS INCLUDE...: a source made here that includes these headers alone, compiled to assay_NAME.
function(assay_once name links)
  list(TRANSFORM ARGN REPLACE "(.+)" "#include <\\1>" OUTPUT_VARIABLE lines)
  list(JOIN lines "\n" text)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/once/${name}.cpp CONTENT "${text}\n")
  add_library(assay_${name} STATIC ${CMAKE_BINARY_DIR}/once/${name}.cpp)
  target_link_libraries(assay_${name} PRIVATE ${links} assay_flags)
endfunction()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  assay_once(asio_code assay_asio boost/asio/impl/src.hpp boost/asio/ssl/impl/src.hpp boost/beast/src.hpp)
  target_link_libraries(assay_asio INTERFACE assay_asio_code)
endif()

# What a target with precompiled headers includes before all else; no header that brings <iomanip>, whose quoted() would be
# found where the tree means its own. Only a build that proves nothing about includes may have them: with them a source
# gets away with one that it forgot.
if(ASSAY_PRECOMPILED_HEADERS)
  set(standard_headers <algorithm> <array> <chrono> <cstdint> <fstream> <functional> <iostream> <map> <memory>
    <optional> <set> <span> <sstream> <string> <string_view> <unordered_map> <utility> <variant> <vector>)
  assay_once(parsed_standard Threads::Threads version)
  target_precompile_headers(assay_parsed_standard PRIVATE ${standard_headers})
  assay_once(parsed_tests GTest::gmock version)
  target_precompile_headers(assay_parsed_tests PRIVATE ${standard_headers} <gmock/gmock.h> <gtest/gtest.h>)
endif()
# assay_precompiled TARGET KIND: KIND is standard or tests.
function(assay_precompiled target kind)
  if(ASSAY_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM assay_parsed_${kind})
  endif()
endfunction()

# Short names for third-party libraries, as used in assay_library(... LINKS ...).
# What releases allocate with (ADR 10); debug builds and sanitizers keep what they know how to look into.
set(ASSAY_LINK_allocator $<$<CONFIG:Release>:PkgConfig::TCMALLOC>)
set(ASSAY_LINK_asio assay_asio)
set(ASSAY_LINK_crypto OpenSSL::Crypto)
set(ASSAY_LINK_libxml2 LibXml2::LibXml2)
set(ASSAY_LINK_xerces XercesC::XercesC)
set(ASSAY_LINK_lua PkgConfig::LUA)
set(ASSAY_LINK_toml PkgConfig::TOMLPLUSPLUS)
set(ASSAY_LINK_sqlite3 PkgConfig::SQLITE3)
set(ASSAY_LINK_pcap PkgConfig::PCAP)
set(ASSAY_LINK_fmt fmt::fmt)
set(ASSAY_LINK_json nlohmann_json::nlohmann_json)
set(ASSAY_LINK_cli CLI11::CLI11)
