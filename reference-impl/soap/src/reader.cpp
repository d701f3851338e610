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

/// Makes elements of a document's nodes, each in its place and with room for what it holds; once, in their
/// order.
class Planter {
public:
    explicit Planter(const Document& document) : document_{document}, next_{document.nodes.begin()} {}

    void elements(std::size_t count, std::vector<Element>& into) {
        into.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            const Document::Node& node = *next_++;
            Element& element = into.emplace_back();
            element.name.ns = *node.ns;
            element.name.local = node.local;
            if (!node.text.empty()) element.text = node.text;
            if (node.attribute_count > 0) attributes(node, element.attributes);
            if (node.child_count > 0) elements(node.child_count, element.children);
        }
    }

    /// The next node, whose children may be taken after it; nullptr after the last one.
    const Document::Node* enter() { return next_ == document_.nodes.end() ? nullptr : &*next_++; }

private:
    void attributes(const Document::Node& of, std::vector<Attribute>& into) {
        into.reserve(of.attribute_count);
        for (std::size_t i = 0; i < of.attribute_count; ++i) {
            const Document::Attribute& from = document_.attributes[of.first_attribute + i];
            Attribute& attribute = into.emplace_back();
            attribute.name.ns = *from.ns;
            attribute.name.local = from.local;
            attribute.value = from.value;
        }
    }

    const Document& document_;
    std::pmr::vector<Document::Node>::const_iterator next_;
};

bool is(const Document::Node* node, const vocab::QName& name) {
    return node != nullptr && node->local == name.local && *node->ns == name.ns.uri;
}

bool has_text(const Document::Node& node) { return !base::trimmed(node.text).empty(); }

/// Header?, Body, nothing else (SOAP 1.2 part 1 §5.1).
ReadResult envelope_from(const Document& document) {
    Planter planter{document};
    const Document::Node& root = *planter.enter();
    if (!is(&root, names::Envelope)) {
        return ReadError{.kind = Kind::not_soap12, .message = "the root element is not a SOAP 1.2 envelope"};
    }
    if (has_text(root)) return structure("text between the parts of the envelope");
    Envelope envelope;
    std::size_t parts = 1;
    const Document::Node* part = planter.enter();
    if (is(part, names::Header)) {
        if (has_text(*part)) return structure("text between header blocks");
        planter.elements(part->child_count, envelope.headers);
        part = planter.enter();
        ++parts;
    }
    if (!is(part, names::Body)) return structure("the envelope has no s:Body where one belongs");
    if (has_text(*part)) return structure("s:Body holds text");
    planter.elements(part->child_count, envelope.body);
    if (root.child_count != parts) return structure("the envelope goes on after s:Body");
    return envelope;
}

/// Parses with lists that cost no allocation for an ordinary request.
/// @param make  what to make of the document
template <class Result, class Make>
Result parsed(std::string_view text, const ReadLimits& limits, Make make) {
    constexpr std::size_t enough = 8UL << 10U;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): 8 KiB of zeros that nobody reads
    std::array<std::byte, enough> room;
    std::pmr::monotonic_buffer_resource scratch{room.data(), room.size()};
    TreeParser parser{text, limits, scratch};
    if (!parser.parse()) return parser.error();
    return make(parser.document());
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
    return parsed<ReadResult>(text, limits_, envelope_from);
}

}  // namespace

std::variant<Element, ReadError> read_element(std::string_view text, const ReadLimits& limits) {
    using Tree = std::variant<Element, ReadError>;
    return parsed<Tree>(text, limits, [](const Document& document) -> Tree {
        std::vector<Element> root;
        Planter{document}.elements(1, root);
        return std::move(root.front());
    });
}

std::unique_ptr<Reader> make_reader(ReadLimits limits) { return std::make_unique<StrictReader>(limits); }

}  // namespace assay::soap
