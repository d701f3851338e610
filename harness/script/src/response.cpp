#include "response.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/observe/fault_reading.hpp"
#include "assay/vocab/names.hpp"
#include "lua_state.hpp"

namespace assay::script {
namespace {

/// A name from a fault, comparable with what a case expects. An undeclared prefix must not look like the
/// right one.
std::string name_of(const observe::ResolvedName& name, const observe::Element* written) {
    if (written == nullptr) return {};
    if (!name.bound) return fmt::format("undeclared prefix in '{}'", written->value());
    return observe::customary_name(name.uri, name.local);
}

std::string short_detail(const std::string& uri) {
    return uri.starts_with(vocab::fault_detail_base) ? uri.substr(vocab::fault_detail_base.size()) : uri;
}

/// The location path without its last step; "" when there is no further one. Slashes in predicates are no
/// steps.
std::string without_last_step(const std::string& path) {
    int depth = 0;
    for (std::size_t at = path.size(); at > 0; --at) {
        const char c = path[at - 1];
        if (c == ']') ++depth;
        if (c == '[') --depth;
        if (c == '/' && depth == 0) return path.substr(0, at - 1);
    }
    return {};
}

}  // namespace

Response::Response(const record::Exchange& exchange, const observe::Prefixes& prefixes, Shown shown)
    : exchange_{exchange},
      shown_{shown},
      reading_{observe::read(exchange_)},
      document_{message().envelope},
      prefixes_{prefixes} {}

std::optional<std::string> Response::header(std::string_view name) const {
    std::optional<std::string> joined;
    for (const observe::HttpField& field : message().http.fields) {
        if (!base::equal_ignoring_case(field.name, name)) continue;
        joined = joined ? *joined + ", " + field.value : field.value;
    }
    return joined;
}

observe::XPathResult Response::select(const std::string& expression) {
    auto result = document_.evaluate(expression, prefixes_);
    if (!result.error.empty()) throw ScriptError{fmt::format("XPath '{}': {}", expression, result.error)};
    return result;
}

std::optional<Fault> Response::fault() const {
    const auto read = observe::fault_of(message().envelope);
    if (!read) return std::nullopt;
    Fault fault{name_of(read->code, read->code_value),
                name_of(read->subcode, read->subcode_value),
                short_detail(read->fault_detail_uri),
                {},
                {},
                {}};
    if (!read->reasons.empty()) {
        fault.reason = read->reasons.front().text;
        fault.lang = read->reasons.front().lang;
    }
    fault.action = message().envelope.header_value({vocab::ns::wsa, "Action"}).value_or("");
    return fault;
}

std::string Response::summary() const {
    if (!is_request() && (!message().http.present || message().http.status == 0)) {
        const std::string why = exchange_.trouble.empty() ? "" : " (" + exchange_.trouble + ")";
        return fmt::format("no answer: {}{}", record::to_text(exchange_.ending), why);
    }
    std::string words = is_request() ? fmt::format("{} {}", message().http.method, message().http.target)
                                     : fmt::format("HTTP {}", message().http.status);
    if (!is_request() && exchange_.ending != record::Ending::answered) {
        words += fmt::format(", {}", record::to_text(exchange_.ending));
        if (!exchange_.trouble.empty()) words += fmt::format(" ({})", exchange_.trouble);
    }
    if (!excess().empty()) words += ", which was not read: " + excess();
    if (const auto found = fault()) {
        words += ", " + (found->subcode.empty() ? found->code : found->subcode);
        if (!found->detail.empty()) words += "/" + found->detail;
        if (!found->reason.empty()) words += ": " + found->reason;
    } else if (const auto* child = message().envelope.body_child()) {
        words += ", " + observe::customary_name(child->uri, child->local);
    } else if (message().http.body.empty()) {
        words += ", no body";
    } else if (message().envelope.root() == nullptr ||
               message().envelope.soap() == observe::SoapVersion::none) {
        words += ", no envelope";
        if (const auto coding = message().http.value("Content-Encoding"); !coding.empty())
            words += fmt::format(" (its Content-Encoding {} is not decoded)", coding);
    } else {
        words += ", an envelope with an empty body";
    }
    return words;
}

record::Place Response::place_of(const std::string& path) {
    if (!message().http.present) return place();
    for (std::string shorter = path; !shorter.empty() && shorter != "/";
         shorter = without_last_step(shorter)) {
        const auto result = document_.evaluate(shorter, prefixes_);
        if (!result.error.empty() || result.nodes.empty() || result.nodes.front().element == nullptr)
            continue;
        const observe::Element& element = *result.nodes.front().element;
        return place_at(element.at, shorter == path && result.nodes.front().is_element
                                        ? observe::path_of(element)
                                        : path);
    }
    record::Place whole = place();
    whole.path = path;
    return whole;
}

record::Place Response::place() const {
    record::Place place;
    place.exchange = exchange_.id;
    if (!message().http.present) {
        place.part = record::Part::connection;
    } else if (message().http.body.empty()) {
        return place_of_status();
    } else if (const auto* child = message().envelope.body_child()) {
        return place_at(child->at, observe::path_of(*child));
    } else if (is_request()) {
        place.part = record::Part::request_body;
    }
    return place;
}

record::Place Response::place_of_status() const {
    return place_in_head(message().http.start_line, is_request() ? "request line" : "status");
}

record::Place Response::place_at(const observe::Position& at, std::string path) const {
    const auto part = is_request() ? record::Part::request_body : record::Part::response_body;
    return {exchange_.id, part, at.offset, at.length, at.line, at.column, std::move(path)};
}

record::Place Response::place_of_header(const std::string& name) const {
    const auto* field = message().http.field(name);
    return place_in_head(field != nullptr ? observe::Stretch{field->name_at.offset,
                                                             field->value_at.end() - field->name_at.offset}
                                          : message().http.start_line,
                         name);
}

record::Place Response::place_in_head(const observe::Stretch& at, const std::string& path) const {
    const auto part = is_request() ? record::Part::request_head : record::Part::response_head;
    record::Place place{exchange_.id, part, 0, 0, 0, 0, path};
    if (!message().http.present) {
        place.part = record::Part::connection;
        return place;
    }
    const std::string& octets = is_request() ? exchange_.request : exchange_.response;
    const std::string_view before = std::string_view{octets}.substr(0, at.offset);
    const auto line_start = before.rfind('\n');
    place.offset = at.offset;
    place.length = at.length;
    place.line = static_cast<std::uint32_t>(1 + std::ranges::count(before, '\n'));
    place.column = static_cast<std::uint32_t>(line_start == std::string_view::npos ? at.offset + 1
                                                                                   : at.offset - line_start);
    return place;
}

}  // namespace assay::script
