// The methods of a message; each changes it and returns it.
#include <algorithm>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "binding.hpp"
#include "case_context.hpp"

namespace assay::script {
namespace {

int self(lua_State* state) {
    lua_settop(state, 1);
    return 1;
}

int selector(lua_State* state) {
    message_at(state, 1).selectors.push_back({text_at(state, 2, "selector name"),
                                              text_at(state, 3, "selector value"),
                                              optional_text_at(state, 4, "type").value_or(""), false});
    return self(state);
}

int without(lua_State* state) {
    Message& message = message_at(state, 1);
    const std::string name = text_at(state, 2, "header");
    const auto named = [&](const HeaderBlock& block) { return block.name == name; };
    if (name == "wsman:SelectorSet") {
        message.selectors.clear();
    } else if (name == "wsman:OptionSet") {
        message.options.clear();
    } else if (std::ranges::none_of(message.headers, named)) {
        throw ScriptError{fmt::format("the message has no {}", name)};
    }
    message.remove_header(name);
    return self(state);
}

int set(lua_State* state) {
    message_at(state, 1).set_header(text_at(state, 2, "header"), text_at(state, 3, "text"));
    return self(state);
}

int header(lua_State* state) {
    message_at(state, 1).raw_headers.push_back(text_at(state, 2, "header XML"));
    return self(state);
}

int must_understand(lua_State* state) {
    Message& message = message_at(state, 1);
    const std::string name = text_at(state, 2, "header");
    const auto named = [&](const HeaderBlock& block) { return block.name == name; };
    if (std::ranges::none_of(message.headers, named))
        throw ScriptError{fmt::format("the message has no {}", name)};
    message.set_must_understand(name, lua_isnoneornil(state, 3) || lua_toboolean(state, 3) != 0);
    return self(state);
}

int option(lua_State* state) {
    Option made{
        text_at(state, 2, "option name"), optional_text_at(state, 3, "option value").value_or(""), {}};
    if (has_table(state, 4, "attributes")) {
        lua_pushnil(state);
        while (lua_next(state, 4) != 0) {
            const std::string value = lua_isboolean(state, -1)
                                          ? (lua_toboolean(state, -1) != 0 ? "true" : "false")
                                          : text_at(state, -1, "attribute");
            lua_pop(state, 1);
            made.attributes.emplace_back(text_at(state, -1, "attribute name"), value);
        }
        std::ranges::sort(made.attributes);
    }
    message_at(state, 1).options.push_back(std::move(made));
    return self(state);
}

int timeout(lua_State* state) {
    message_at(state, 1).set_header("wsman:OperationTimeout", text_at(state, 2, "duration"));
    return self(state);
}

int max_envelope(lua_State* state) {
    Message& message = message_at(state, 1);
    message.set_header("wsman:MaxEnvelopeSize", text_at(state, 2, "octets"));
    message.set_must_understand("wsman:MaxEnvelopeSize", true);
    return self(state);
}

int locale(lua_State* state) {
    Message& message = message_at(state, 1);
    message.remove_header("wsman:Locale");
    message.headers.push_back(
        {"wsman:Locale", "", false,
         fmt::format(" xml:lang=\"{}\"", base::xml_escaped(text_at(state, 2, "language")))});
    return self(state);
}

int body(lua_State* state) {
    message_at(state, 1).body_xml = text_at(state, 2, "body XML");
    return self(state);
}

int http(lua_State* state) {
    message_at(state, 1).set_http(text_at(state, 2, "field"), text_at(state, 3, "value"));
    return self(state);
}

int without_http(lua_State* state) {
    message_at(state, 1).remove_http(text_at(state, 2, "field"));
    return self(state);
}

int path(lua_State* state) {
    message_at(state, 1).path = text_at(state, 2, "path");
    return self(state);
}

int method(lua_State* state) {
    Message& message = message_at(state, 1);
    message.method = text_at(state, 2, "method");
    message.ordinary = false;
    return self(state);
}

int encoding(lua_State* state) {
    Message& message = message_at(state, 1);
    const std::string name = text_at(state, 2, "encoding");
    if (name != "utf-8" && name != "utf-16le" && name != "utf-16be") {
        throw ScriptError{fmt::format("unknown encoding '{}'; known are utf-8, utf-16le, utf-16be", name)};
    }
    message.encoding = name == "utf-8"      ? Encoding::utf8
                       : name == "utf-16le" ? Encoding::utf16le
                                            : Encoding::utf16be;
    message.byte_order_mark = lua_toboolean(state, 3) != 0;
    return self(state);
}

int prolog(lua_State* state) {
    message_at(state, 1).prolog = text_at(state, 2, "prolog");
    return self(state);
}

int unlawful(lua_State* state) {
    message_at(state, 1).unlawful_because = text_at(state, 2, "why");
    return self(state);
}

/// A connection may belong to whoever logged on at its beginning: the second user gets one of their own.
int by_second_user(lua_State* state) {
    Message& message = message_at(state, 1);
    message.second_user = true;
    message.ordinary = false;
    return self(state);
}

int octets(lua_State* state) {
    push_text(state, message_at(state, 1).octets());
    return 1;
}

int envelope(lua_State* state) {
    push_text(state, message_at(state, 1).envelope());
    return 1;
}

constexpr Argument header_name{"name", "text", "with its customary prefix: `wsa:To`"};

constexpr Method methods[] = {
    {"selector",
     bound<selector>,
     {.does = "Adds a selector.",
      .takes = {{"name", "text", "of the selector"},
                {"value", "text or number", "escaped when it is written"},
                {"[type]", "text", "becomes `xsi:type`"}},
      .gives = "the message",
      .clause = "DSP0226 §5.1.2.2"}},
    {"without",
     bound<without>,
     {.does = "Leaves a header block out; `wsman:SelectorSet` and `wsman:OptionSet` are headers too.",
      .takes = {header_name},
      .gives = "the message",
      .fails = "the message has no such header"}},
    {"set",
     bound<set>,
     {.does = "Replaces a header's text, or adds the header.",
      .takes = {header_name, {"text", "text", "escaped when it is written"}},
      .gives = "the message"}},
    {"header",
     bound<header>,
     {.does = "Adds a header block as it is written.",
      .takes = {{"xml", "text", "markup; known prefixes need no declaration"}},
      .gives = "the message"}},
    {"must_understand",
     bound<must_understand>,
     {.does = "Marks a header with `s:mustUnderstand`.",
      .takes = {header_name, {"[value]", "boolean", "true unless it is said"}},
      .gives = "the message",
      .fails = "the message has no such header"}},
    {"option",
     bound<option>,
     {.does = "Adds an option to `wsman:OptionSet`.",
      .takes = {{"name", "text", "of the option"},
                {"[value]", "text", "escaped when it is written"},
                {"[attributes]", "table", "such as `{ MustComply = true }`, in any number"}},
      .gives = "the message",
      .clause = "DSP0226 §6.4"}},
    {"timeout",
     bound<timeout>,
     {.does = "Sets `wsman:OperationTimeout`.",
      .takes = {{"duration", "text", "an xs:duration: `PT5S`"}},
      .gives = "the message",
      .clause = "DSP0226 §6.1"}},
    {"max_envelope",
     bound<max_envelope>,
     {.does = "Sets `wsman:MaxEnvelopeSize`, which has to be understood.",
      .takes = {{"octets", "number or text", "the limit; text may be unlawful"}},
      .gives = "the message",
      .clause = "DSP0226 §6.2"}},
    {"locale",
     bound<locale>,
     {.does = "Sets `wsman:Locale`, which need not be understood.",
      .takes = {{"language", "text", "a language tag: `en`"}},
      .gives = "the message",
      .clause = "DSP0226 §6.3"}},
    {"body",
     bound<body>,
     {.does = "Replaces what is in `s:Body`.",
      .takes = {{"xml", "text", "markup; known prefixes need no declaration"}},
      .gives = "the message"}},
    {"http",
     bound<http>,
     {.does = "Sets an HTTP field; a given Content-Length is sent as it is given.",
      .takes = {{"field", "text", "its name"}, {"value", "text or number", "as it is written"}},
      .gives = "the message"}},
    {"without_http",
     bound<without_http>,
     {.does = "Leaves an HTTP field out.", .takes = {{"field", "text", "its name"}}, .gives = "the message"}},
    {"path",
     bound<path>,
     {.does = "Replaces the path of the request line.",
      .takes = {{"path", "text", "beginning with `/`, or anything unlawful"}},
      .gives = "the message"}},
    {"method",
     bound<method>,
     {.does = "Replaces the method of the request line.",
      .takes = {{"method", "text", "`GET`"}},
      .gives = "the message"}},
    {"encoding",
     bound<encoding>,
     {.does = "Chooses how the envelope's characters become octets.",
      .takes = {{"name", "text", "`utf-8`, `utf-16le` or `utf-16be`"},
                {"[mark]", "boolean", "true: a byte-order mark stands before them"}},
      .gives = "the message",
      .fails = "the encoding is another one"}},
    {"prolog",
     bound<prolog>,
     {.does = "Puts text before the envelope.",
      .takes = {{"text", "text", "as it is written"}},
      .gives = "the message"}},
    {"unlawful",
     bound<unlawful>,
     {.does = "Says that the request breaks a rule on purpose; it is not validated then.",
      .takes = {{"why", "text", "what is wrong with it"}},
      .gives = "the message"}},
    {"by_second_user",
     bound<by_second_user>,
     {.does = "Sends it with the credentials of the profile's `[second_user]`, on a connection of its own; "
              "such a "
              "case needs `feature.security.second-user`.",
      .gives = "the message",
      .clause = "DSP0226 §12"}},
    {"octets",
     bound<octets>,
     {.does = "Writes the whole request, with `{authorization}` where credentials belong.", .gives = "text"}},
    {"envelope", bound<envelope>, {.does = "Writes the envelope alone.", .gives = "text, in UTF-8"}}};

constexpr Section changes{
    .title = "Changing a message",
    .receiver = "message:",
    .about =
        "Methods change the message and return it, so that they chain. Prefixes in XML need no declaration: "
        "`s wsa wsman wsen wxf wse wsmid wsmb cim xsi xs` and those of the profile's `[namespaces]` are "
        "declared when they occur. A request that is not `:unlawful` is validated itself, and a breach in "
        "it makes the case a `harness_error`.",
    .methods = methods};

}  // namespace

Message& message_at(lua_State* state, int index) {
    return object_at<Message>(state, index, message_type, "a message of t.msg");
}

void push_message(lua_State* state, Message message) { push_object(state, message_type, std::move(message)); }

void open_message_type(lua_State* state) { define_type<Message>(state, message_type, changes); }

}  // namespace assay::script
