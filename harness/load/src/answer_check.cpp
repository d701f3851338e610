#include "assay/load/answer_check.hpp"

#include <algorithm>

#include "assay/base/text.hpp"

namespace assay::load {
namespace {

constexpr auto npos = std::string_view::npos;

bool ends_name(char character) {
    return character == '>' || character == '/' || character == ' ' || character == '\t' ||
           character == '\r' || character == '\n';
}

struct Tag {
    std::size_t begin = npos;  ///< of "<" or "</"
    std::size_t name = npos;   ///< of the local name
    bool closing = false;
};

// The next tag with this local name, with or without a prefix.
Tag find_tag(std::string_view xml, std::string_view local_name, std::size_t from) {
    for (auto at = xml.find(local_name, from); at != npos; at = xml.find(local_name, at + 1)) {
        const std::size_t after = at + local_name.size();
        if (at == 0 || after >= xml.size() || !ends_name(xml[after])) continue;
        std::size_t begin = at;
        if (xml[begin - 1] == ':') {
            --begin;
            while (begin > 0 && xml[begin - 1] != '<' && xml[begin - 1] != '/' &&
                   !ends_name(xml[begin - 1])) {
                --begin;
            }
        }
        if (begin >= 1 && xml[begin - 1] == '<') return {begin - 1, at, false};
        if (begin >= 2 && xml[begin - 1] == '/' && xml[begin - 2] == '<') return {begin - 2, at, true};
    }
    return {};
}

// The ">" of a tag; one within an attribute value does not count.
std::size_t tag_end(std::string_view xml, std::size_t from) {
    char quote = 0;
    for (std::size_t i = from; i < xml.size(); ++i) {
        const char character = xml[i];
        if (quote != 0) {
            if (character == quote) quote = 0;
        } else if (character == '"' || character == '\'') {
            quote = character;
        } else if (character == '>') {
            return i;
        }
    }
    return npos;
}

// The content of the element that the tag opens.
std::optional<std::string_view> content_of(std::string_view xml, std::string_view local_name,
                                           const Tag& open) {
    const std::size_t end = tag_end(xml, open.name);
    if (end == npos) return std::nullopt;
    if (xml[end - 1] == '/') return std::string_view{};
    const Tag close = find_tag(xml, local_name, end);
    if (close.begin == npos || !close.closing) return std::nullopt;
    return xml.substr(end + 1, close.begin - end - 1);
}

// Is there, within a tag, an attribute with this name and value?
bool has_attribute(std::string_view tag, std::string_view name, std::string_view value) {
    for (auto at = tag.find(name); at != npos; at = tag.find(name, at + 1)) {
        const std::size_t after = at + name.size();
        if (at == 0 || !(ends_name(tag[at - 1]) || tag[at - 1] == ':')) continue;
        const std::string_view rest = tag.substr(after);
        if (rest.size() < value.size() + 3 || rest[0] != '=' || (rest[1] != '"' && rest[1] != '\'')) continue;
        if (rest.substr(2, value.size()) == value && rest[value.size() + 2] == rest[1]) return true;
    }
    return false;
}

/// Where the element ends that the text begins with. Looks only at tags of its own name, because the rest of
/// an item is most of an answer.
std::size_t end_of_child(std::string_view xml) {
    const auto name_end =
        static_cast<std::size_t>(std::find_if(xml.begin() + 1, xml.end(), ends_name) - xml.begin());
    const std::string_view name = xml.substr(1, name_end - 1);
    if (name.empty()) return std::min(name_end + 1, xml.size());
    int depth = 0;
    for (std::size_t at = 1; at != npos; at = xml.find(name, at)) {
        const std::size_t after = at + name.size();
        const bool is_name = after < xml.size() && ends_name(xml[after]);
        const std::size_t end = is_name ? tag_end(xml, after) : after;
        if (end == npos) break;
        if (is_name && xml[at - 1] == '<' && xml[end - 1] != '/') ++depth;
        if (is_name && xml[at - 1] == '/' && xml[at - 2] == '<') --depth;
        at = end;
        if (depth == 0) return std::min(end + 1, xml.size());
    }
    return xml.size();
}

}  // namespace

std::optional<std::string_view> element_content(std::string_view xml, std::string_view local_name) {
    const Tag open = find_tag(xml, local_name, 0);
    if (open.begin == npos || open.closing) return std::nullopt;
    return content_of(xml, local_name, open);
}

std::optional<std::string_view> element_content(std::string_view xml, std::string_view local_name,
                                                std::string_view attribute, std::string_view value) {
    for (Tag tag = find_tag(xml, local_name, 0); tag.begin != npos;
         tag = find_tag(xml, local_name, tag.name + 1)) {
        if (tag.closing) continue;
        const std::size_t end = std::min(tag_end(xml, tag.name), xml.size());
        if (has_attribute(xml.substr(tag.name, end - tag.name), attribute, value))
            return content_of(xml, local_name, tag);
    }
    return std::nullopt;
}

std::optional<std::string_view> attribute_of(std::string_view xml, std::string_view local_name,
                                             std::string_view attribute) {
    const Tag open = find_tag(xml, local_name, 0);
    if (open.begin == npos || open.closing) return std::nullopt;
    const std::string_view tag =
        xml.substr(open.name, std::min(tag_end(xml, open.name), xml.size()) - open.name);
    for (auto at = tag.find(attribute); at != npos; at = tag.find(attribute, at + 1)) {
        const std::string_view rest = tag.substr(at + attribute.size());
        if (at == 0 || !ends_name(tag[at - 1]) || rest.size() < 3 || rest[0] != '=') continue;
        if (rest[1] != '"' && rest[1] != '\'') continue;
        const std::size_t end = rest.find(rest[1], 2);
        return end == npos ? std::nullopt : std::optional{rest.substr(2, end - 2)};
    }
    return std::nullopt;
}

std::uint64_t count_children(std::string_view content) {
    std::uint64_t children = 0;
    for (auto at = content.find('<'); at != npos; at = content.find('<', at)) {
        content.remove_prefix(at);
        if (content.starts_with("<!--") || content.starts_with("<![CDATA[") || content.starts_with("<?")) {
            const std::string_view end = content[1] == '?' ? "?>" : content[2] == '-' ? "-->" : "]]>";
            at = std::min(content.find(end), content.size() - 1) + 1;
            continue;
        }
        if (content.starts_with("</")) break;  // of nothing that was opened here
        ++children;
        at = end_of_child(content);
    }
    return children;
}

std::uint64_t count_items(std::string_view body) {
    return count_children(element_content(body, "Items").value_or(std::string_view{}));
}

std::optional<ErrorKind> check_status(const Response& response) {
    if (response.status == 401 || response.status == 403) return ErrorKind::unauthorized;
    return response.status != 200 ? std::optional{ErrorKind::status} : std::nullopt;
}

std::optional<ErrorKind> check(const Response& response, std::string_view message_id,
                               std::string_view action) {
    if (response.status == 401 || response.status == 403) return ErrorKind::unauthorized;
    const Tag fault = find_tag(response.body, "Fault", 0);
    if (fault.begin != npos && !fault.closing) return ErrorKind::fault;
    if (response.status != 200) return ErrorKind::status;
    if (!message_id.empty()) {
        const auto relates_to = element_content(response.body, "RelatesTo");
        if (relates_to && relates_to->find(message_id) == npos) return ErrorKind::mismatched;
    }
    if (action.empty()) return std::nullopt;
    const auto said = element_content(response.body, "Action");
    return said && base::trimmed(*said) != action ? std::optional{ErrorKind::wrong_action} : std::nullopt;
}

Failure failure_of(ErrorKind error, const Response& response) {
    if (error != ErrorKind::fault) return error;
    return {error, fault_name_in(response.body)};
}

}  // namespace assay::load
