#include "view.hpp"

#include <algorithm>
#include <utility>

#include "names.hpp"

namespace assay::rules {
namespace {

bool is_whole_soap(const EnvelopeReading& envelope) {
    return envelope.well_formed() && envelope.body() != nullptr;
}

bool is_identify(const EnvelopeReading& envelope) {
    const Element* first = envelope.body_child();
    return first != nullptr && first->uri == vocab::ns::wsmid.uri;
}

}  // namespace

const observe::MessageReading& View::message() const {
    return judged_ == Judged::request ? reading_.request : reading_.response;
}

bool View::is_soap() const { return is_whole_soap(envelope()); }

bool View::is_addressed() const {
    if (!is_soap() || is_identify(envelope()) || is_identify(request())) return false;
    if (judged_ == Judged::request) return true;
    return is_whole_soap(request()) && request().header_value(name::Action).has_value();
}

std::string_view View::requested_action() const {
    return request().header_value(name::Action).value_or(std::string_view{});
}

bool View::answers(std::string_view action) const {
    return is_soap() && judged_ == Judged::response && requested_action() == action && !fault();
}

std::optional<observe::FaultReading> View::fault() const { return observe::fault_of(envelope()); }

record::Part View::body_part() const {
    return judged_ == Judged::request ? record::Part::request_body : record::Part::response_body;
}

record::Place View::at(const observe::Position& position) const {
    return {.exchange = reading_.exchange->id,
            .part = body_part(),
            .offset = position.offset,
            .length = position.length,
            .line = position.line,
            .column = position.column,
            .path = {}};
}

record::Place View::at(const Element& element) const {
    record::Place place = at(element.at);
    place.path = observe::path_of(element);
    return place;
}

record::Place View::at(const HttpField& field) const {
    return at_head(field.name_at.offset, field.value_at.end() - field.name_at.offset, field.name);
}

record::Place View::at_header() const { return at_or_envelope(envelope().header()); }

record::Place View::at_body() const { return at_or_envelope(envelope().body()); }

record::Place View::at_or_envelope(const Element* element) const {
    if (element == nullptr) element = envelope().root();
    return element == nullptr ? at(observe::Position{}) : at(*element);
}

record::Place View::at_head(std::size_t offset, std::size_t length, std::string path) const {
    const std::string& octets =
        judged_ == Judged::request ? reading_.exchange->request : reading_.exchange->response;
    const std::string_view before = std::string_view{octets}.substr(0, offset);
    const auto line_start = before.rfind('\n') + 1;  // npos + 1 is the beginning
    return {.exchange = reading_.exchange->id,
            .part = judged_ == Judged::request ? record::Part::request_head : record::Part::response_head,
            .offset = offset,
            .length = length,
            .line = static_cast<std::uint32_t>(1 + std::ranges::count(before, '\n')),
            .column = static_cast<std::uint32_t>(1 + before.size() - line_start),
            .path = std::move(path)};
}

void judge_response(RuleBook& book, std::string_view id, const Look& look) {
    book.add(PassiveRule{.rule = id, .judged = Judged::response, .examine = [look](const Reading& reading) {
                             return look(View{reading, Judged::response});
                         }});
}

void judge_request(RuleBook& book, std::string_view id, const Look& look) {
    book.add(PassiveRule{.rule = id, .judged = Judged::request, .examine = [look](const Reading& reading) {
                             return look(View{reading, Judged::request});
                         }});
}

void judge_both(RuleBook& book, std::string_view id, const Look& look) {
    judge_request(book, id, look);
    judge_response(book, id, look);
}

Outcome broken(record::Place place, std::string message, std::string expected, std::string actual) {
    Outcome outcome = kept();
    outcome.findings.push_back({.rule = {},
                                .message = std::move(message),
                                .expected = std::move(expected),
                                .actual = std::move(actual),
                                .place = std::move(place)});
    return outcome;
}

Outcome expect(bool holds, record::Place place, std::string message, std::string expected,
               std::string actual) {
    if (holds) return kept();
    return broken(std::move(place), std::move(message), std::move(expected), std::move(actual));
}

std::string shortened(std::string_view text) {
    constexpr std::size_t most = 200;
    if (text.empty()) return "nothing";
    if (text.size() <= most) return std::string{text};
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return std::string{text.substr(0, end)} + "…";
}

bool must_understand(const Element& block) {
    const std::string* value = block.attribute(vocab::ns::s.uri, "mustUnderstand");
    return value != nullptr && (*value == "true" || *value == "1");
}

}  // namespace assay::rules
