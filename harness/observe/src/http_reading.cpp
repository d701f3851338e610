#include "assay/observe/http_reading.hpp"

#include <algorithm>

#include "assay/base/text.hpp"
#include "message_reader.hpp"

namespace assay::observe {

std::string_view to_text(Framing kind) {
    switch (kind) {
        case Framing::bad_start_line: return "bad start line";
        case Framing::bad_field: return "bad field line";
        case Framing::space_before_colon: return "space before a colon";
        case Framing::obsolete_fold: return "folded field";
        case Framing::bare_line_feed: return "bare line feed";
        case Framing::unfinished_head: return "unfinished head";
        case Framing::bad_length: return "bad Content-Length";
        case Framing::conflicting_lengths: return "conflicting lengths";
        case Framing::length_and_coding: return "Content-Length beside Transfer-Encoding";
        case Framing::unknown_coding: return "unknown transfer coding";
        case Framing::forbidden_coding: return "forbidden transfer coding";
        case Framing::bad_chunk: return "bad chunk";
        case Framing::short_body: return "short body";
        case Framing::surplus_octets: return "surplus octets";
    }
    return "";
}

const HttpField* HttpReading::field(std::string_view name) const {
    const auto found = std::ranges::find_if(
        fields, [name](const HttpField& each) { return base::equal_ignoring_case(each.name, name); });
    return found == fields.end() ? nullptr : &*found;
}

std::string_view HttpReading::value(std::string_view name) const {
    const HttpField* found = field(name);
    return found == nullptr ? std::string_view{} : found->value;
}

std::size_t HttpReading::count(std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        fields, [name](const HttpField& each) { return base::equal_ignoring_case(each.name, name); }));
}

HttpReading read_request(std::string_view octets) {
    MessageReader reader{MessageReader::Kind::request, ""};
    reader.feed(octets);
    reader.finish();
    return reader.take();
}

HttpReading read_response(std::string_view octets, std::string_view request_method) {
    MessageReader reader{MessageReader::Kind::response, request_method};
    reader.feed(octets);
    reader.finish();
    return reader.take();
}

}  // namespace assay::observe
