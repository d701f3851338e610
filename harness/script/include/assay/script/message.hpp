// Writes SOAP requests over HTTP as octets, in their lawful shape unless told otherwise. It can lie: every
// part can be left out, doubled or replaced.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace assay::script {

using NamespaceMap = std::map<std::string, std::string, std::less<>>;

/// The prefixes that XPath expressions and XML snippets may use: s wsa wsman wsen wxf wse wsmid wsmb cim xsi
/// xs.
[[nodiscard]] const NamespaceMap& customary_namespaces();

struct Selector {
    std::string name;
    std::string value;    ///< text; escaped when written
    std::string type;     ///< xsi:type, or empty
    bool is_xml = false;  ///< `value` is markup (a nested endpoint reference)
};

struct Option {
    std::string name;
    std::string value;
    std::vector<std::pair<std::string, std::string>> attributes;
};

struct HeaderBlock {
    std::string name;     ///< "wsa:To"
    std::string content;  ///< markup, written as it is
    std::optional<bool> must_understand;
    std::string attributes;  ///< written as they are, with a leading space
};

enum class Encoding { utf8, utf16le, utf16be };

/// One request. A value: copies are independent.
class Message {
public:
    std::string label;             ///< "Get"
    std::string unlawful_because;  ///< why it breaks rules on purpose
    std::string method = "POST";
    std::string path;
    std::string host;
    std::vector<std::pair<std::string, std::optional<std::string>>>
        http_fields;  ///< nothing: the field is left out
    std::vector<HeaderBlock> headers;
    std::vector<std::string> raw_headers;
    std::vector<Selector> selectors;
    std::vector<Option> options;
    std::string body_xml;
    std::string prolog;
    Encoding encoding = Encoding::utf8;
    bool byte_order_mark = false;
    bool second_user = false;  ///< sent by the profile's [second_user]
    bool ordinary = true;      ///< the HTTP layer was not tampered with: it may share a connection
    NamespaceMap namespaces = customary_namespaces();

    /// Replaces the text of the header block, or adds the block.
    void set_header(const std::string& name, const std::string& text);
    void remove_header(const std::string& name);
    void set_must_understand(const std::string& name, bool value);
    void set_http(const std::string& name, std::string value);
    void remove_http(const std::string& name);

    /// The envelope, as UTF-8 text without the prolog. Prefixes are declared when they occur.
    [[nodiscard]] std::string envelope() const;
    /// The whole request, with "{authorization}" where credentials belong.
    [[nodiscard]] std::string octets() const;
};

/// Where messages go.
struct Destination {
    std::string host;
    std::string path;
    std::string url;
};

/// An Identify request (DSP0226 §11): no addressing headers.
[[nodiscard]] Message identify_message(const Destination& to);

/// A request with the addressing headers that DSP0226 §5 asks for.
/// @param resource_uri wsman:ResourceURI; none when empty
[[nodiscard]] Message addressed_message(const Destination& to, const std::string& label,
                                        const std::string& action, const std::string& message_id,
                                        const std::string& resource_uri);

}  // namespace assay::script
