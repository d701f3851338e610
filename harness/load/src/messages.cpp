#include "assay/load/messages.hpp"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "assay/base/octets.hpp"
#include "assay/base/text.hpp"
#include "assay/vocab/names.hpp"

namespace assay::load {
namespace {

namespace ns = vocab::ns;

constexpr std::string_view id_place = "????????????????????????????????????";
static_assert(id_place.size() == MessageIds::length);

std::string selector_set(const Request& request) {
    if (request.selectors.empty()) return {};
    std::string xml = "<wsman:SelectorSet>";
    for (const auto& [name, value] : request.selectors) {
        xml += fmt::format("<wsman:Selector Name=\"{}\">{}</wsman:Selector>", base::xml_escaped(name),
                           base::xml_escaped(value));
    }
    return xml + "</wsman:SelectorSet>";
}

std::string max_envelope(const Request& request) {
    if (request.max_envelope == 0) return {};
    return fmt::format("<wsman:MaxEnvelopeSize s:mustUnderstand=\"true\">{}</wsman:MaxEnvelopeSize>",
                       request.max_envelope);
}

std::string enumerate_body(const Request& request) {
    if (!request.optimize) return "<wsen:Enumerate/>";
    return fmt::format(
        "<wsen:Enumerate><wsman:OptimizeEnumeration/><wsman:MaxElements>{}</wsman:MaxElements></"
        "wsen:Enumerate>",
        request.max_elements);
}

}  // namespace

std::string opening_tag(std::initializer_list<vocab::Namespace> namespaces) {
    std::string tag = "<s:Envelope";
    for (const auto& [prefix, uri] : namespaces) tag += fmt::format(" xmlns:{}=\"{}\"", prefix, uri);
    return tag + ">";
}

std::string http_head_for(const Target& target) {
    std::string head = fmt::format(
        "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: assay-bench\r\n"
        "Content-Type: application/soap+xml;charset=UTF-8\r\n",
        target.path, target.authority());
    if (!target.user.empty() && target.scheme == Scheme::basic) {  // RFC 7617 §2
        const std::string pair = target.user + ":" + target.password;
        head += fmt::format("Authorization: Basic {}\r\n", base::to_base64(base::octets_of(pair)));
    }
    return head + "Content-Length: ";
}

std::string_view name_of(Operation operation) {
    switch (operation) {
        case Operation::identify: return "identify";
        case Operation::get: return "get";
        case Operation::enumerate: return "enumerate";
    }
    return {};
}

MessageIds::MessageIds(std::string uuid) : text_{std::move(uuid)} { assert(text_.size() == length); }

std::string_view MessageIds::next() {
    std::uint64_t rest = ++taken_;
    for (std::size_t i = length; i > length - 12; --i) {
        text_[i - 1] = "0123456789abcdef"[rest & 15U];
        rest >>= 4U;
    }
    return text_;
}

std::string_view Template::stamped(std::string_view id) {
    if (has_id()) {
        assert(id.size() == MessageIds::length);
        std::copy(id.begin(), id.end(), octets_.begin() + static_cast<std::ptrdiff_t>(id_at_));
    }
    return octets_;
}

MessageFactory::MessageFactory(const Target& target, Request request)
    : request_{std::move(request)}, http_head_{http_head_for(target)}, to_{base::xml_escaped(target.url())} {
    const std::string head = envelope_head(vocab::action::Pull);
    const auto id_at = head.find(id_place);
    pull_before_id_ = head.substr(0, id_at);
    pull_before_context_ =
        head.substr(id_at + id_place.size()) + "<s:Body><wsen:Pull><wsen:EnumerationContext>";
    pull_after_context_ = fmt::format(
        "</wsen:EnumerationContext><wsen:MaxElements>{}</wsen:MaxElements></wsen:Pull></s:Body></s:Envelope>",
        request_.max_elements);
}

// DSP0226 §5.4: To, ResourceURI, ReplyTo, Action, MessageID, SelectorSet.
std::string MessageFactory::envelope_head(std::string_view action) const {
    return opening_tag({ns::s, ns::wsa, ns::wsen, ns::wsman}) +
           fmt::format(
               "<s:Header><wsa:To s:mustUnderstand=\"true\">{}</wsa:To>"
               "<wsman:ResourceURI s:mustUnderstand=\"true\">{}</wsman:ResourceURI>"
               "<wsa:ReplyTo><wsa:Address s:mustUnderstand=\"true\">{}</wsa:Address></wsa:ReplyTo>"
               "<wsa:Action s:mustUnderstand=\"true\">{}</wsa:Action>"
               "<wsa:MessageID s:mustUnderstand=\"true\">uuid:{}</wsa:MessageID>{}{}</s:Header>",
               to_, base::xml_escaped(request_.resource), vocab::anonymous_address, action, id_place,
               max_envelope(request_), selector_set(request_));
}

Template MessageFactory::first() const {
    std::string envelope;
    switch (request_.operation) {
        case Operation::identify:  // DSP0226 §11: an empty header
            envelope = opening_tag({ns::s, ns::wsmid}) +
                       "<s:Header/><s:Body><wsmid:Identify/></s:Body></s:Envelope>";
            break;
        case Operation::get: envelope = envelope_head(vocab::action::Get) + "<s:Body/></s:Envelope>"; break;
        case Operation::enumerate:
            envelope = envelope_head(vocab::action::Enumerate) + "<s:Body>" + enumerate_body(request_) +
                       "</s:Body></s:Envelope>";
            break;
    }
    std::string octets = fmt::format("{}{}\r\n\r\n{}", http_head_, envelope.size(), envelope);
    const auto id_at = octets.find(id_place);
    return {std::move(octets), id_at};
}

void MessageFactory::pull(std::string& into, std::string_view id, std::string_view context) const {
    assert(id.size() == MessageIds::length);
    const std::size_t length = pull_before_id_.size() + id.size() + pull_before_context_.size() +
                               context.size() + pull_after_context_.size();
    into = http_head_;
    fmt::format_to(std::back_inserter(into), "{}\r\n\r\n", length);
    into += pull_before_id_;
    into += id;
    into += pull_before_context_;
    into += context;
    into += pull_after_context_;
}

}  // namespace assay::load
