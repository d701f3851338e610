#include "assay/script/message.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "assay/base/octets.hpp"
#include "assay/base/text.hpp"
#include "assay/vocab/names.hpp"

namespace assay::script {
namespace {

using base::equal_ignoring_case;
using base::xml_escaped;

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

/// Does "prefix:" stand in the markup as a whole prefix? Too many declarations would be lawful, too few not.
bool occurs(const std::string& markup, const std::string& prefix) {
    const std::string wanted = prefix + ":";
    for (auto at = markup.find(wanted); at != std::string::npos; at = markup.find(wanted, at + 1)) {
        if (at == 0 || !is_name_character(markup[at - 1])) return true;
    }
    return false;
}

/// The block's start and end tags around its content.
std::string written(const HeaderBlock& block) {
    std::string tag = block.name + block.attributes;
    if (block.must_understand)
        tag += *block.must_understand ? R"( s:mustUnderstand="true")" : R"( s:mustUnderstand="false")";
    if (block.content.empty()) return fmt::format("<{}/>", tag);
    return fmt::format("<{}>{}</{}>", tag, block.content, block.name);
}

std::string selector_set(const std::vector<Selector>& selectors) {
    std::string xml = "<wsman:SelectorSet>";
    for (const Selector& selector : selectors) {
        const std::string type =
            selector.type.empty() ? "" : fmt::format(" xsi:type=\"{}\"", xml_escaped(selector.type));
        xml += fmt::format("<wsman:Selector Name=\"{}\"{}>{}</wsman:Selector>", xml_escaped(selector.name),
                           type, selector.is_xml ? selector.value : xml_escaped(selector.value));
    }
    return xml + "</wsman:SelectorSet>";
}

/// DSP0226 §6.4: the set is to be understood as a whole.
std::string option_set(const std::vector<Option>& options) {
    std::string xml = R"(<wsman:OptionSet s:mustUnderstand="true">)";
    for (const Option& option : options) {
        xml += fmt::format("<wsman:Option Name=\"{}\"", xml_escaped(option.name));
        for (const auto& [name, value] : option.attributes)
            xml += fmt::format(" {}=\"{}\"", name, xml_escaped(value));
        xml += option.value.empty() ? "/>" : fmt::format(">{}</wsman:Option>", xml_escaped(option.value));
    }
    return xml + "</wsman:OptionSet>";
}

std::string encoded(const std::string& text, Encoding encoding, bool byte_order_mark) {
    if (encoding == Encoding::utf8) return (byte_order_mark ? "\xEF\xBB\xBF" : "") + text;
    const auto order = encoding == Encoding::utf16le ? base::ByteOrder::little : base::ByteOrder::big;
    // Text that is not UTF-8 cannot be said in UTF-16; it goes out as it is, which is what a lying case
    // wants.
    const auto wide = base::utf16_from_utf8(text, order);
    const std::string mark = order == base::ByteOrder::little ? "\xFF\xFE" : "\xFE\xFF";
    return (byte_order_mark ? mark : "") + wide.value_or(text);
}

auto find_block(std::vector<HeaderBlock>& headers, const std::string& name) {
    return std::ranges::find(headers, name, &HeaderBlock::name);
}

}  // namespace

const NamespaceMap& customary_namespaces() {
    static const NamespaceMap map = [] {
        NamespaceMap made;
        using namespace vocab::ns;
        for (const vocab::Namespace& ns : {s, wsa, wsman, wsen, wxf, wse, wsmid, wsmb, cim, xsi, xs}) {
            made.emplace(ns.prefix, ns.uri);
        }
        return made;
    }();
    return map;
}

void Message::set_header(const std::string& name, const std::string& text) {
    const auto block = find_block(headers, name);
    if (block == headers.end()) {
        headers.push_back({name, xml_escaped(text), {}, {}});
    } else {
        block->content = xml_escaped(text);
    }
}

void Message::remove_header(const std::string& name) {
    std::erase_if(headers, [&](const HeaderBlock& block) { return block.name == name; });
}

void Message::set_must_understand(const std::string& name, bool value) {
    for (HeaderBlock& block : headers) {
        if (block.name == name) block.must_understand = value;
    }
}

void Message::set_http(const std::string& name, std::string value) {
    const auto named = [&](const auto& field) { return equal_ignoring_case(field.first, name); };
    const auto field = std::ranges::find_if(http_fields, named);
    if (field == http_fields.end()) {
        http_fields.emplace_back(name, std::move(value));
    } else {
        field->second = std::move(value);
    }
    ordinary = false;
}

void Message::remove_http(const std::string& name) {
    std::erase_if(http_fields, [&](const auto& field) { return equal_ignoring_case(field.first, name); });
    http_fields.emplace_back(name, std::nullopt);
    ordinary = false;
}

std::string Message::envelope() const {
    std::string header;
    for (const HeaderBlock& block : headers) header += written(block);
    if (!selectors.empty()) header += selector_set(selectors);
    if (!options.empty()) header += option_set(options);
    for (const std::string& raw : raw_headers) header += raw;
    const std::string content = fmt::format("<s:Header>{}</s:Header><s:Body>{}</s:Body>", header, body_xml);
    std::string declarations;
    for (const auto& [prefix, uri] : namespaces) {
        if (occurs(content, prefix))
            declarations += fmt::format(" xmlns:{}=\"{}\"", prefix, xml_escaped(uri));
    }
    return fmt::format("<s:Envelope{}>{}</s:Envelope>", declarations, content);
}

std::string Message::octets() const {
    const std::string body = encoded(prolog + envelope(), encoding, byte_order_mark);
    const bool carries_body = method != "GET" && method != "HEAD";
    std::vector<std::pair<std::string, std::optional<std::string>>> fields{
        {"Host", host}, {"Authorization", "{authorization}"}, {"User-Agent", "assay"}};
    if (carries_body) {
        fields.emplace_back("Content-Type", encoding == Encoding::utf8
                                                ? "application/soap+xml;charset=UTF-8"
                                                : "application/soap+xml;charset=UTF-16");
        fields.emplace_back("Content-Length", std::to_string(body.size()));
    }
    for (const auto& changed : http_fields) {
        const auto same = [&](const auto& field) { return equal_ignoring_case(field.first, changed.first); };
        const auto known = std::ranges::find_if(fields, same);
        if (known != fields.end()) {
            known->second = changed.second;
        } else {
            fields.push_back(changed);
        }
    }
    std::string head = fmt::format("{} {} HTTP/1.1\r\n", method, path);
    for (const auto& [name, value] : fields) {
        if (value) head += fmt::format("{}: {}\r\n", name, *value);
    }
    return head + "\r\n" + (carries_body ? body : "");
}

Message identify_message(const Destination& to) {
    Message message;
    message.label = "Identify";
    message.path = to.path;
    message.host = to.host;
    message.body_xml = "<wsmid:Identify/>";
    return message;
}

Message addressed_message(const Destination& to, const std::string& label, const std::string& action,
                          const std::string& message_id, const std::string& resource_uri) {
    Message message;
    message.label = label;
    message.path = to.path;
    message.host = to.host;
    const std::string reply_address = fmt::format("<wsa:Address>{}</wsa:Address>", vocab::anonymous_address);
    message.headers = {{"wsa:To", xml_escaped(to.url), true, {}},
                       {"wsa:Action", xml_escaped(action), true, {}},
                       {"wsa:MessageID", xml_escaped(message_id), {}, {}},
                       {"wsa:ReplyTo", reply_address, {}, {}}};
    if (!resource_uri.empty())
        message.headers.push_back({"wsman:ResourceURI", xml_escaped(resource_uri), true, {}});
    return message;
}

}  // namespace assay::script
