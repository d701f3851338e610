#include "assay/ipmi-wire/md2.hpp"

namespace assay::ipmi_wire {
namespace {

constexpr std::size_t block_length = 16;
constexpr unsigned rounds = 18;

/// RFC 1319 §3.2: a permutation of 0 to 255 made from the digits of pi.
constexpr std::array<Octet, 256> permutation{
    41,  46,  67,  201, 162, 216, 124, 1,   61,  54,  84,  161, 236, 240, 6,   19,  98,  167, 5,   243,
    192, 199, 115, 140, 152, 147, 43,  217, 188, 76,  130, 202, 30,  155, 87,  60,  253, 212, 224, 22,
    103, 66,  111, 24,  138, 23,  229, 18,  190, 78,  196, 214, 218, 158, 222, 73,  160, 251, 245, 142,
    187, 47,  238, 122, 169, 104, 121, 145, 21,  178, 7,   63,  148, 194, 16,  137, 11,  34,  95,  33,
    128, 127, 93,  154, 90,  144, 50,  39,  53,  62,  204, 231, 191, 247, 151, 3,   255, 25,  48,  179,
    72,  165, 181, 209, 215, 94,  146, 42,  172, 86,  170, 198, 79,  184, 56,  210, 150, 164, 125, 182,
    118, 252, 107, 226, 156, 116, 4,   241, 69,  157, 112, 89,  100, 113, 135, 32,  134, 91,  207, 101,
    230, 45,  168, 2,   27,  96,  37,  173, 174, 176, 185, 246, 28,  70,  97,  105, 52,  64,  126, 15,
    85,  71,  163, 35,  221, 81,  175, 58,  195, 92,  249, 206, 186, 197, 234, 38,  44,  83,  13,  110,
    133, 40,  132, 9,   211, 223, 205, 244, 65,  129, 77,  82,  106, 220, 55,  200, 108, 193, 171, 250,
    36,  225, 123, 8,   12,  189, 177, 74,  120, 136, 149, 139, 227, 99,  232, 109, 233, 203, 213, 254,
    59,  0,   29,  57,  242, 239, 183, 14,  102, 88,  208, 228, 166, 119, 114, 248, 235, 117, 75,  10,
    49,  68,  80,  180, 143, 237, 31,  26,  219, 153, 141, 51,  159, 17,  131, 20};

class Md2 {
public:
    void take(Octet octet) {
        block_[filled_++] = octet;
        if (filled_ == block_length) {
            add_to_checksum();
            mix();
        }
    }

    /// §3.1: filled up with as many octets as are missing, each saying how many; then the checksum.
    [[nodiscard]] Md2Digest finished() {
        const std::size_t missing = block_length - filled_;
        for (std::size_t i = 0; i < missing; ++i) take(static_cast<Octet>(missing));
        block_ = checksum_;
        mix();
        Md2Digest digest{};
        for (std::size_t i = 0; i < digest.size(); ++i) digest[i] = state_[i];
        return digest;
    }

private:
    using Block = std::array<Octet, block_length>;

    void add_to_checksum() {
        Octet last = checksum_.back();
        for (std::size_t i = 0; i < block_length; ++i)
            last = checksum_[i] = static_cast<Octet>(checksum_[i] ^ permutation[block_[i] ^ last]);
    }

    /// §3.4.
    void mix() {
        for (std::size_t i = 0; i < block_length; ++i) {
            state_[block_length + i] = block_[i];
            state_[2 * block_length + i] = static_cast<Octet>(block_[i] ^ state_[i]);
        }
        unsigned index = 0;
        for (unsigned round = 0; round < rounds; ++round) {
            for (Octet& octet : state_) index = octet = static_cast<Octet>(octet ^ permutation[index]);
            index = (index + round) % permutation.size();
        }
        filled_ = 0;
    }

    std::array<Octet, 3 * block_length> state_{};
    Block checksum_{}, block_{};
    std::size_t filled_ = 0;
};

}  // namespace

Md2Digest md2(std::initializer_list<OctetView> parts) {
    Md2 hash;
    for (const OctetView part : parts)
        for (const Octet octet : part) hash.take(octet);
    return hash.finished();
}

}  // namespace assay::ipmi_wire
