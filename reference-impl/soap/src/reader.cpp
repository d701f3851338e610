#include "assay/soap/reader.hpp"

#include <array>
#include <cstddef>
#include <memory_resource>
#include <optional>

#include "assay/base/text.hpp"
#include "tree_parser.hpp"

namespace assay::soap {
namespace {

using Kind = ReadError::Kind;

ReadError structure(std::string message) { return {.kind = Kind::structure, .message = std::move(message)}; }

/// Header?, Body, nothing else (SOAP 1.2 part 1 §5.1).
ReadResult envelope_from(Element& root) {
    if (root.name != names::Envelope) {
        return ReadError{.kind = Kind::not_soap12, .message = "the root element is not a SOAP 1.2 envelope"};
    }
    if (!root.value().empty()) return structure("text between the parts of the envelope");
    Envelope envelope;
    std::size_t at = 0;
    if (at < root.children.size() && root.children[at].name == names::Header) {
        if (!root.children[at].value().empty()) return structure("text between header blocks");
        envelope.headers = std::move(root.children[at].children);
        ++at;
    }
    if (at >= root.children.size() || root.children[at].name != names::Body) {
        return structure("the envelope has no s:Body where one belongs");
    }
    if (!root.children[at].value().empty()) return structure("s:Body holds text");
    envelope.body = std::move(root.children[at].children);
    if (at + 1 != root.children.size()) return structure("the envelope goes on after s:Body");
    return envelope;
}

class StrictReader final : public Reader {
public:
    explicit StrictReader(ReadLimits limits) : limits_{limits} {}

    [[nodiscard]] ReadResult read(base::OctetView octets, std::string_view charset) const override;

private:
    [[nodiscard]] ReadResult read_as(base::OctetView octets, const Detected& detected) const;

    ReadLimits limits_;
};

ReadResult StrictReader::read(base::OctetView octets, std::string_view charset) const {
    const auto detected = detect_encoding(octets, charset);
    if (!detected) {
        return ReadError{.kind = Kind::character_set, .message = "the encoding is neither UTF-8 nor UTF-16"};
    }
    ReadResult result = read_as(octets, *detected);
    std::visit([&](auto& each) { each.encoding = detected->encoding; }, result);
    return result;
}

ReadResult StrictReader::read_as(base::OctetView octets, const Detected& detected) const {
    std::optional<std::string> decoded;
    std::string_view text = base::text_of(octets.subspan(detected.mark));
    bool sound = false;
    if (detected.encoding == Encoding::utf8) {
        sound = base::is_utf8(text);  // read where it lies
    } else if ((decoded = decode(octets, detected))) {
        text = *decoded;
        sound = true;
    }
    if (!sound) {
        return ReadError{.kind = Kind::broken_encoding,
                         .message = "octets that are not in the encoding they claim"};
    }
    auto tree = read_element(text, limits_);
    if (auto* error = std::get_if<ReadError>(&tree)) return std::move(*error);
    return envelope_from(std::get<Element>(tree));
}

}  // namespace

std::variant<Element, ReadError> read_element(std::string_view text, const ReadLimits& limits) {
    // Enough for the parser's own lists in an ordinary request, so that they cost no allocation.
    constexpr std::size_t enough = 8UL << 10U;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): 8 KiB of zeros that nobody reads
    std::array<std::byte, enough> room;
    std::pmr::monotonic_buffer_resource scratch{room.data(), room.size()};
    return TreeParser{text, limits, scratch}.parse();
}

std::unique_ptr<Reader> make_reader(ReadLimits limits) { return std::make_unique<StrictReader>(limits); }

}  // namespace assay::soap
