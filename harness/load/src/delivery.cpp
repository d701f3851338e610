#include "assay/load/delivery.hpp"

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/load/answer_check.hpp"
#include "assay/load/messages.hpp"
#include "assay/load/shard.hpp"

namespace assay::load {
namespace {

namespace ns = vocab::ns;

constexpr auto npos = std::string_view::npos;
// DSP0226 §10.2.9.4, §10.2.5, §10.7 and WS-Eventing 2004/08 §3.5
constexpr std::string_view events_action = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Events";
constexpr std::string_view heartbeat_action = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Heartbeat";
constexpr std::string_view ack_action = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Ack";
constexpr std::string_view end_action = "http://schemas.xmlsoap.org/ws/2004/08/eventing/SubscriptionEnd";

/// Takes opening tags with a local name off a text, one after the other.
class Tags {
public:
    Tags(std::string_view xml, std::string_view local_name) : rest_{xml}, name_{local_name} {}

    /// The tag from its name to before its ">"; behind() begins with the ">".
    std::optional<std::string_view> next() {
        for (auto at = rest_.find(name_); at != npos; at = rest_.find(name_, at + 1)) {
            const std::size_t after = at + name_.size();
            if (at == 0 || after >= rest_.size() || rest_.substr(after).find_first_of("> /\t\r\n") != 0)
                continue;
            const std::size_t before = rest_.find_last_of("</ >\t\r\n", at - 1);
            const bool opens = before != npos && rest_[before] == '<';
            if (!opens || (before + 1 != at && rest_[at - 1] != ':')) continue;
            const std::size_t end = rest_.find('>', after);
            if (end == npos) return std::nullopt;
            const std::string_view tag = rest_.substr(at, end - at);
            rest_.remove_prefix(end);
            return tag;
        }
        return std::nullopt;
    }
    [[nodiscard]] std::string_view behind() const { return rest_; }

private:
    std::string_view rest_;
    std::string_view name_;
};

std::string_view attribute_of(std::string_view tag, std::string_view name) {
    for (auto at = tag.find(name); at != npos; at = tag.find(name, at + 1)) {
        const std::string_view rest = tag.substr(at + name.size());
        const bool is_whole = at > 0 && (tag[at - 1] == ' ' || tag[at - 1] == ':' || tag[at - 1] == '\n');
        if (!is_whole || rest.size() < 2 || rest[0] != '=') continue;
        const auto end = rest.find(rest[1], 2);
        return end == npos ? std::string_view{} : rest.substr(2, end - 2);
    }
    return {};
}

/// The first text behind a tag, also where other elements surround it, as <cim:Datetime> does in WS-CIM.
std::string_view text_behind(std::string_view xml) {
    while (!xml.empty()) {
        const auto begin = xml.find('>');
        if (begin == npos) return {};
        xml.remove_prefix(begin + 1);
        const auto end = xml.find('<');
        const std::string_view text = base::trimmed(xml.substr(0, end));
        if (!text.empty()) return text;
        if (end == npos || xml.substr(end).starts_with("</")) return {};
    }
    return {};
}

std::vector<base::WallTime> creations(std::string_view body, const CreationPlace& place) {
    std::vector<base::WallTime> created;
    if (place.element.empty()) return created;
    Tags tags{body, place.element};
    while (const auto tag = tags.next()) {
        if (tag->ends_with('/') && place.attribute.empty()) continue;
        const std::string_view text =
            place.attribute.empty() ? text_behind(tags.behind()) : attribute_of(*tag, place.attribute);
        if (const auto time = parse_wall_time(text)) created.push_back(*time);
    }
    return created;
}

/// DSP0226 §10.2.9.4: each wsman:Event of a batch has an Action; the event within may be named so, too.
std::uint64_t events_in(std::string_view body) {
    Tags tags{body, "Event"};
    std::uint64_t count = 0;
    while (const auto tag = tags.next()) {
        if (!attribute_of(*tag, "Action").empty()) ++count;
    }
    return count;
}

Delivery::Kind kind_of(std::string_view action, bool awaits_ack) {
    if (action == events_action) return Delivery::Kind::events;
    if (action == heartbeat_action) return Delivery::Kind::heartbeat;
    if (action == end_action) return Delivery::Kind::end;
    return awaits_ack ? Delivery::Kind::push_with_ack : Delivery::Kind::push;
}

}  // namespace

std::optional<Delivery> read_delivery(std::string_view body, const CreationPlace& place) {
    const auto action = element_content(body, "Action");
    if (!action || !element_content(body, "Envelope")) return std::nullopt;
    Delivery delivery;
    delivery.awaits_ack = element_content(body, "AckRequested").has_value();
    delivery.kind = kind_of(base::trimmed(*action), delivery.awaits_ack);
    delivery.message_id = base::trimmed(element_content(body, "MessageID").value_or(std::string_view{}));
    if (delivery.kind == Delivery::Kind::heartbeat || delivery.kind == Delivery::Kind::end) return delivery;
    delivery.events = delivery.kind == Delivery::Kind::events ? events_in(body) : 1;
    delivery.created = creations(body, place);
    if (delivery.created.size() > delivery.events) delivery.created.resize(delivery.events);
    return delivery;
}

std::string acknowledgement_of(std::string_view message_id) {
    return fmt::format(
        "{}<s:Header><wsa:To>{}</wsa:To><wsa:Action>{}</wsa:Action><wsa:RelatesTo>{}</wsa:RelatesTo>"
        "</s:Header><s:Body/></s:Envelope>",
        opening_tag({ns::s, ns::wsa, ns::wsman}), vocab::anonymous_address, ack_action, message_id);
}

}  // namespace assay::load
