#include "pcapng_secrets.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <string>

namespace assay::capture {
namespace {

constexpr std::uint32_t section_header = 0x0A0D0D0A;
constexpr std::uint32_t order_magic = 0x1A2B3C4D;
constexpr std::uint32_t secrets_block = 0x0000000A;
constexpr std::uint32_t tls_key_log = 0x544C534B;  ///< "TLSK"
constexpr std::uint32_t longest_secrets = 16U * 1024 * 1024;

class Blocks {
public:
    explicit Blocks(const std::filesystem::path& file) : in_{file, std::ios::binary} {}

    std::uint32_t number() {
        std::array<unsigned char, 4> octets{};
        in_.read(reinterpret_cast<char*>(octets.data()), octets.size());
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < octets.size(); ++i)
            value = value << 8U | octets[is_big_ ? i : octets.size() - 1 - i];
        return value;
    }

    std::string text(std::size_t octets) {
        std::string read(octets, '\0');
        in_.read(read.data(), static_cast<std::streamsize>(octets));
        return read;
    }

    void turn_order() { is_big_ = !is_big_; }
    [[nodiscard]] bool is_good() const { return in_.good(); }
    [[nodiscard]] std::streamoff position() { return in_.tellg(); }
    void go_to(std::streamoff position) { in_.seekg(position); }

private:
    std::ifstream in_;
    bool is_big_ = false;
};

}  // namespace

void add_secrets_of(const std::filesystem::path& file, KeyLog& keys) {
    Blocks blocks{file};
    constexpr std::uint32_t shortest = 12;
    while (blocks.is_good()) {
        const std::streamoff begin = blocks.position();
        const std::uint32_t type = blocks.number();
        const bool is_section = type == section_header;  // it reads the same in both orders
        if (is_section) {
            blocks.go_to(begin + 8);
            if (blocks.number() != order_magic) blocks.turn_order();
            blocks.go_to(begin + 4);
        }
        if (begin == 0 && !is_section) return;
        const std::uint32_t length = blocks.number();
        if (!blocks.is_good() || length < shortest) return;
        if (type == secrets_block && length <= longest_secrets && blocks.number() == tls_key_log) {
            const std::uint32_t octets = blocks.number();
            if (octets <= length - shortest - 8) keys.add(blocks.text(octets), file.string());
        }
        blocks.go_to(begin + static_cast<std::streamoff>(length));
    }
}

}  // namespace assay::capture
