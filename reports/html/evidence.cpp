// The request and the response of a finding, as they were, with the place marked.
#include <fmt/format.h>

#include <optional>

#include "../src/message.hpp"
#include "../src/text.hpp"
#include "assay/reports/datagrams.hpp"
#include "marked_text.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

using record::Part;

/// A request and its answer take at least so many octets.
constexpr std::size_t least_evidence = 512;

class MessageWriter {
public:
    MessageWriter(Page& page, std::string_view octets, Part head, Part body,
                  const std::optional<record::Place>& place)
        : page_{page},
          message_{message_of(octets)},
          head_{marked_head(message_.heads, head, place, page.limits.body_octets)},
          body_{marked_body(message_.body, body, place, page.limits.body_octets)} {}

    [[nodiscard]] std::size_t octets() const { return head_.carried() + body_.carried(); }
    [[nodiscard]] bool has_mark() const { return head_.mark || body_.mark; }
    void name_mark(const std::string& id) { head_.mark_id = body_.mark_id = id; }

    void write(std::string_view title) {
        Markup& html = page_.html;
        const auto block = html.element("div", {{"class", "message"}});
        html.leaf("h5", title);
        write_head();
        write_body();
    }

private:
    static void write_place_note(Markup& html, const MarkedText& view) {
        if (view.kind == MarkedText::Mark::whole)
            html.leaf("p", {{"class", "whole"}}, "The place is this part as a whole.");
        if (view.kind == MarkedText::Mark::outside)
            html.leaf("p", {{"class", "whole"}}, "The place lies beyond the octets that came.");
    }

    void write_head() {
        Markup& html = page_.html;
        if (head_.text.empty()) return html.leaf("p", {{"class", "quiet"}}, "No octets.");
        const bool open = head_.kind != MarkedText::Mark::none;
        const auto details = open ? html.element("details", {{"class", "head"}, {"open", "open"}})
                                  : html.element("details", {{"class", "head"}});
        {
            const auto summary = html.element("summary");
            const std::string_view line = message_.head.substr(0, message_.head.find_first_of("\r\n"));
            html.leaf("code", clipped(line, 200));
            if (message_.heads.size() > message_.head.size()) html.text(" after an interim response");
        }
        write_place_note(html, head_);
        write_marked(html, head_);
    }

    void write_body() {
        Markup& html = page_.html;
        if (body_.text.empty()) {
            if (body_.kind != MarkedText::Mark::none)
                return html.leaf("p", {{"class", "whole"}}, "The place is the body, which is empty.");
            return head_.text.empty() ? void() : html.leaf("p", {{"class", "quiet"}}, "No body.");
        }
        const auto block = html.element("div", {{"class", "body"}});
        {
            const auto line = html.element("p", {{"class", "what"}});
            html.text("Body, " + counted(body_.text.size(), "octet"));
            for (const std::string& step : message_.steps) html.text(", decoded from " + step);
        }
        if (body_.breaks) {
            const std::string id = fmt::format("indent-{}", ++page_.switches);
            html.empty("input", {{"type", "checkbox"}, {"class", "indent"}, {"id", id}});
            html.leaf("label", {{"for", id}}, "Indent");
        }
        write_place_note(html, body_);
        write_marked(html, body_);
    }

    Page& page_;
    Message message_;
    MarkedText head_;
    MarkedText body_;
};

std::string place_words(const record::Place& place) {
    std::string words{to_text(place.part)};
    if (place.line > 0) words += fmt::format(", line {}, column {}", place.line, place.column);
    return words;
}

std::string ending_words(const record::Exchange& exchange, std::size_t text_octets) {
    const record::Times& times = exchange.times;
    std::string words =
        fmt::format("{} after {}", spoken(to_text(exchange.ending)), to_text(times.finished - times.began));
    if (!exchange.trouble.empty()) words += ": " + clipped(exchange.trouble, text_octets);
    return words;
}

void write_facts(Page& page, const record::Exchange& exchange, const std::optional<record::Place>& place,
                 const std::string& mark_id) {
    Markup& html = page.html;
    const auto line = html.element("p", {{"class", "facts-line"}});
    html.text(
        fmt::format("Exchange {}, {}, on connection {}; ", exchange.id, exchange.label, exchange.connection));
    const std::string ending = ending_words(exchange, page.limits.text_octets);
    if (place && place->part == Part::connection) {
        html.leaf("mark", {{"class", "place"}}, ending);
    } else {
        html.text(ending);
    }
    if (exchange.tls)
        html.text(fmt::format("; {} with {}", exchange.tls->version, exchange.tls->cipher_suite));
    html.text(". ");
    if (const std::size_t kept = exchange.response.size(); exchange.received() > kept)
        html.text(
            fmt::format("{} octets of the answer came; {} here. ", exchange.received(),
                        kept == 0 ? "they are in the journal, not" : fmt::format("the first {} are", kept)));
    if (!mark_id.empty()) html.leaf("a", {{"href", "#" + mark_id}}, "Go to the place");
    if (exchange.unlawful_because.empty()) return;
    html.leaf("strong", {{"class", "unlawful"}},
              fmt::format("The {} breaks the rules on purpose: ",
                          page.run.header.judges_client() ? "response" : "request") +
                  clipped(exchange.unlawful_because, page.limits.text_octets) + ".");
}

}  // namespace

void write_evidence(Page& page, const RuleFinding& at, bool open) {
    Markup& html = page.html;
    const auto& place = at.finding->place;
    const record::Exchange* exchange = exchange_of(page, at);
    if (exchange == nullptr)
        return html.leaf("p", {{"class", "quiet"}}, "No exchange belongs to this finding.");
    const auto no_room = [&] {
        html.leaf(
            "p", {{"class", "cut"}},
            fmt::format("This file carries no more evidence; exchange {} is in the journal.", exchange->id));
    };
    // Looking for the place in a large body takes its time.
    if (page.evidence_left < least_evidence) return no_room();
    const bool is_bmc = exchange->bmc.has_value();
    const std::string sent = is_bmc ? request_text(*exchange) : exchange->request;
    const std::string came = is_bmc ? response_text(*exchange) : exchange->response;
    MessageWriter request{page, sent, Part::request_head, Part::request_body, place};
    MessageWriter response{page, came, Part::response_head, Part::response_body, place};
    if (request.octets() + response.octets() > page.evidence_left) return no_room();
    page.evidence_left -= request.octets() + response.octets();
    const auto details = open ? html.element("details", {{"class", "evidence"}, {"open", "open"}})
                              : html.element("details", {{"class", "evidence"}});
    {
        const auto summary = html.element("summary");
        html.text(place ? "Place: " + place_words(*place) : "No single place; the case's last exchange");
        if (place && !place->path.empty())
            html.leaf("code", {{"class", "path"}}, clipped(place->path, page.limits.text_octets));
    }
    std::string mark_id;
    if (request.has_mark() || response.has_mark()) mark_id = fmt::format("place-{}", ++page.places);
    request.name_mark(mark_id);
    response.name_mark(mark_id);
    write_facts(page, *exchange, place, mark_id);
    const auto messages = html.element("div", {{"class", "messages"}});
    request.write("Request");
    response.write("Response");
}

}  // namespace assay::reports
