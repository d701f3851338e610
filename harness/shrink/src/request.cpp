#include "assay/shrink/request.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/observe/envelope_reading.hpp"
#include "assay/observe/http_reading.hpp"
#include "start_tag.hpp"

namespace assay::shrink {
namespace {

constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view length_field = "Content-Length";

bool stays(std::string_view field) {
    return base::equal_ignoring_case(field, "Host") || base::equal_ignoring_case(field, "Authorization") ||
           base::equal_ignoring_case(field, length_field);
}

std::size_t depth_of(const observe::Element& element) {
    std::size_t depth = 0;
    for (const auto* parent = element.parent; parent != nullptr; parent = parent->parent) ++depth;
    return depth;
}

/// Without its value, which is no part of a request's shape.
std::string head_with_length(const std::string& head, std::size_t length) {
    const observe::HttpReading reading = observe::read_request(head);
    const observe::HttpField* field = reading.field(length_field);
    if (field == nullptr) return head;
    return head.substr(0, field->value_at.offset) + std::to_string(length) +
           head.substr(field->value_at.end());
}

/// Never within a character or a reference.
std::size_t cut_place(std::string_view text, std::size_t octets) {
    std::size_t at = std::min(octets, text.size());
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    const auto reference = text.substr(0, at).rfind('&');
    if (reference != std::string_view::npos &&
        text.substr(reference, at - reference).find(';') == std::string_view::npos)
        at = reference;
    return at;
}

}  // namespace

Request::Request(std::string octets) {
    const auto end = octets.find(head_end);
    const std::size_t body = end == std::string::npos ? octets.size() : end + head_end.size();
    body_ = octets.substr(body);
    octets.resize(body);
    head_ = std::move(octets);
    find_fields();
    find_body();
}

void Request::find_fields() {
    const observe::HttpReading reading = observe::read_request(head_ + body_);
    has_true_length_ =
        reading.count(length_field) == 1 && reading.value(length_field) == std::to_string(body_.size());
    for (const observe::HttpField& field : reading.fields) {
        if (stays(field.name)) continue;
        const std::size_t line_end = head_.find('\n', field.value_at.end());
        if (line_end == std::string::npos) continue;
        pieces_.push_back({PieceKind::field, field.name, 0, line_end + 1 - field.name_at.offset});
        places_.push_back({field.name_at.offset, line_end + 1});
    }
}

void Request::find_body() {
    observe::EnvelopeReading reading = observe::read_envelope(body_);
    if (!reading.well_formed() || reading.encoding.used == observe::Encoding::other) return;
    is_wide_ = reading.encoding.used != observe::Encoding::utf8;
    is_little_ = reading.encoding.used == observe::Encoding::utf16_little;
    has_mark_ = reading.encoding.byte_order_mark;
    text_ = reading.text;
    const auto add = [this](PieceKind kind, std::string name, std::size_t depth, Stretch place) {
        pieces_.push_back({kind, std::move(name), depth, place.end - place.begin});
        places_.push_back(place);
    };
    for (const observe::Element& element : reading.elements) {
        const std::size_t depth = depth_of(element);
        const std::string path = observe::path_of(element);
        const std::size_t content = element.at.offset + element.at.length;
        if (depth > 0) add(PieceKind::element, path, depth, {element.at.offset, element.end});
        for (const AttributeAt& attribute :
             attributes_of(std::string_view{text_}.substr(element.at.offset, element.at.length))) {
            add(PieceKind::attribute, path + "/@" + attribute.name, depth,
                {element.at.offset + attribute.begin, element.at.offset + attribute.end});
        }
        const std::size_t closing = text_.rfind('<', element.end - 1);
        const bool is_leaf = element.children.empty() && !element.value().empty();
        if (is_leaf && closing > content && text_.find('<', content) == closing)
            add(PieceKind::text, path, depth, {content, closing});
    }
}

std::string Request::cut(const std::string& text, bool in_head, const Reduction& reduction) const {
    std::vector<Stretch> cuts;
    for (std::size_t index = 0; index < pieces_.size(); ++index) {
        if ((pieces_[index].kind == PieceKind::field) != in_head) continue;
        const Stretch place = places_[index];
        if (reduction.gone.contains(index)) {
            cuts.push_back(place);
        } else if (const auto kept = reduction.kept.find(index); kept != reduction.kept.end()) {
            const auto whole = std::string_view{text}.substr(place.begin, place.end - place.begin);
            cuts.push_back({place.begin + cut_place(whole, kept->second), place.end});
        }
    }
    std::ranges::sort(cuts, {}, &Stretch::begin);
    std::string left;
    std::size_t done = 0;
    for (const Stretch& each : cuts) {
        if (each.begin > done) left += text.substr(done, each.begin - done);
        done = std::max(done, each.end);  // what lies within another one is gone already
    }
    return left + text.substr(done);
}

std::string Request::reduced(const Reduction& reduction) const {
    std::string body = body_;
    if (!text_.empty()) {
        body = cut(text_, false, reduction);
        if (is_wide_) {
            const auto order = is_little_ ? base::ByteOrder::little : base::ByteOrder::big;
            body = (has_mark_ ? (is_little_ ? "\xFF\xFE" : "\xFE\xFF") : "") +
                   base::utf16_from_utf8(body, order).value_or(body);
        } else if (has_mark_) {
            body = "\xEF\xBB\xBF" + body;
        }
    }
    const std::string head = cut(head_, true, reduction);
    return (has_true_length_ ? head_with_length(head, body.size()) : head) + body;
}

}  // namespace assay::shrink
