// t.msg: requests in their lawful shape.
#include <algorithm>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/vocab/names.hpp"
#include "binding.hpp"
#include "case_context.hpp"

namespace assay::script {
namespace {

using base::xml_escaped;

struct Epr {
    std::string uri;
    std::vector<Selector> selectors;
};

Epr epr_at(lua_State* state, int index);

/// An endpoint reference as a selector's value (DSP0226 §5.1.2.2).
std::string epr_markup(lua_State* state, const Epr& epr) {
    std::string selectors;
    for (const Selector& selector : epr.selectors) {
        selectors +=
            fmt::format("<wsman:Selector Name=\"{}\">{}</wsman:Selector>", xml_escaped(selector.name),
                        selector.is_xml ? selector.value : xml_escaped(selector.value));
    }
    return fmt::format(
        "<wsa:EndpointReference><wsa:Address>{}</wsa:Address><wsa:ReferenceParameters><wsman:ResourceURI>{}</"
        "wsman:ResourceURI>"
        "<wsman:SelectorSet>{}</wsman:SelectorSet></wsa:ReferenceParameters></wsa:EndpointReference>",
        xml_escaped(context_of(state).destination().url), xml_escaped(epr.uri), selectors);
}

/// The value on top of the stack as a selector.
Selector selector_of(lua_State* state, const std::string& name) {
    if (lua_istable(state, -1)) return {name, epr_markup(state, epr_at(state, lua_gettop(state))), {}, true};
    if (lua_isboolean(state, -1)) return {name, lua_toboolean(state, -1) != 0 ? "true" : "false", {}, false};
    return {name, text_at(state, -1, name.c_str()), {}, false};
}

/// In the order of their names: a table has none of its own.
std::vector<Selector> selectors_field(lua_State* state, int epr) {
    std::vector<Selector> selectors;
    push_field(state, epr, "selectors");
    if (has_table(state, -1, "selectors")) {
        const int table = lua_gettop(state);
        lua_pushnil(state);
        while (lua_next(state, table) != 0) {
            lua_pushvalue(state, -2);
            const std::string name = text_at(state, -1, "selector name");
            lua_pop(state, 1);
            selectors.push_back(selector_of(state, name));
            lua_pop(state, 1);
        }
    }
    lua_pop(state, 1);
    std::ranges::sort(selectors, {}, &Selector::name);
    return selectors;
}

Epr epr_at(lua_State* state, int index) {
    reserve(state, 8);
    if (!has_table(state, index, "epr"))
        throw ScriptError{"an epr is a table { uri = …, selectors = { … } }; got nothing"};
    const auto uri = text_field(state, index, "uri");
    if (!uri) throw ScriptError{"the epr has no uri"};
    return {*uri, selectors_field(state, index)};
}

Message addressed(lua_State* state, const std::string& label, std::string_view action, int epr_index) {
    CaseContext& context = context_of(state);
    const Epr epr = epr_at(state, epr_index);
    Message message = addressed_message(context.destination(), label, std::string{action},
                                        "uuid:" + context.next_uuid(), epr.uri);
    message.selectors = epr.selectors;
    for (const auto& [prefix, uri] : context.setting().namespaces) message.namespaces.emplace(prefix, uri);
    return message;
}

/// What a message takes up beside its texts; Lua sees only a small object.
constexpr std::size_t weight_of_a_message = 4096;

int give(lua_State* state, Message message) {
    if (!host_of(state).budget.hand_over(weight_of_a_message))
        throw ScriptError{host_of(state).budget.too_much_handed_over()};
    push_message(state, std::move(message));
    return 1;
}

/// "<name>text</name>" for an option that is there.
std::string element_of_option(lua_State* state, int options, const char* option, const char* name) {
    const auto text = text_field(state, options, option);
    return text ? fmt::format("<{}>{}</{}>", name, xml_escaped(*text), name) : std::string{};
}

std::string filter_of(lua_State* state, int options) {
    const auto text = text_field(state, options, "filter");
    const auto markup = text_field(state, options, "filter_xml");
    if (!text && !markup) return {};
    const auto dialect = text_field(state, options, "dialect");
    return fmt::format("<wsman:Filter{}>{}</wsman:Filter>",
                       dialect ? fmt::format(" Dialect=\"{}\"", xml_escaped(*dialect)) : "",
                       markup ? *markup : xml_escaped(*text));
}

constexpr Key enumerate_keys[] = {
    {"optimize", "boolean", "asks for the first elements at once (DSP0226 §8.2.3)"},
    {"max_elements", "integer", "in the first answer, with `optimize`"},
    {"mode", "text", "`EnumerateEPR` or `EnumerateObjectAndEPR`"},
    {"filter", "text", "escaped when it is written"},
    {"filter_xml", "text", "a filter that is markup"},
    {"dialect", "text", "the filter's URI"},
    {"expires", "text", "an xs:duration or xs:dateTime"},
    {"total", "boolean", "asks for the estimate of how many items there are (DSP0226 §8.2.2)"},
    {"xml", "text", "markup that is added at the end"}};

/// In the order of the schemas (WS-Enumeration §3.1, DSP0226 §8.2.3).
std::string enumerate_options(lua_State* state, int options) {
    if (!has_table(state, options, "options")) return {};
    refuse_unknown_keys(state, options, enumerate_keys, "enumerate");
    std::string xml =
        element_of_option(state, options, "expires", "wsen:Expires") + filter_of(state, options);
    if (flag_field(state, options, "optimize")) xml += "<wsman:OptimizeEnumeration/>";
    xml += element_of_option(state, options, "max_elements", "wsman:MaxElements");
    xml += element_of_option(state, options, "mode", "wsman:EnumerationMode");
    return xml + text_field(state, options, "xml").value_or("");
}

constexpr Key pull_keys[] = {
    {"max_time", "text", "an xs:duration that the service may wait"},
    {"max_elements", "integer", "in this answer"},
    {"max_characters", "integer", "in this answer"},
    {"total", "boolean", "asks for the estimate of how many items there are (DSP0226 §8.2.2)"},
    {"xml", "text", "markup that is added at the end"}};

std::string pull_options(lua_State* state, int options) {
    if (!has_table(state, options, "options")) return {};
    refuse_unknown_keys(state, options, pull_keys, "pull");
    return element_of_option(state, options, "max_time", "wsen:MaxTime") +
           element_of_option(state, options, "max_elements", "wsen:MaxElements") +
           element_of_option(state, options, "max_characters", "wsen:MaxCharacters") +
           text_field(state, options, "xml").value_or("");
}

/// DSP0226 §8.2.2: asks for an estimate of how many items there are.
void ask_for_total(lua_State* state, int options, Message& message) {
    if (lua_istable(state, options) && flag_field(state, options, "total")) {
        message.headers.push_back({"wsman:RequestTotalItemsCountEstimate", "", {}, {}});
    }
}

std::string context_element(lua_State* state, int index) {
    return fmt::format("<wsen:EnumerationContext>{}</wsen:EnumerationContext>",
                       xml_escaped(text_at(state, index, "enumeration context")));
}

int identify(lua_State* state) { return give(state, identify_message(context_of(state).destination())); }

int get(lua_State* state) { return give(state, addressed(state, "Get", vocab::action::Get, 1)); }

int put(lua_State* state) {
    Message message = addressed(state, "Put", vocab::action::Put, 1);
    message.body_xml = text_at(state, 2, "representation");
    return give(state, std::move(message));
}

int create(lua_State* state) {
    Message message = addressed(state, "Create", vocab::action::Create, 1);
    message.body_xml = text_at(state, 2, "representation");
    return give(state, std::move(message));
}

int remove(lua_State* state) { return give(state, addressed(state, "Delete", vocab::action::Delete, 1)); }

int enumerate(lua_State* state) {
    Message message = addressed(state, "Enumerate", vocab::action::Enumerate, 1);
    message.body_xml = fmt::format("<wsen:Enumerate>{}</wsen:Enumerate>", enumerate_options(state, 2));
    ask_for_total(state, 2, message);
    return give(state, std::move(message));
}

int pull(lua_State* state) {
    Message message = addressed(state, "Pull", vocab::action::Pull, 1);
    message.body_xml =
        fmt::format("<wsen:Pull>{}{}</wsen:Pull>", context_element(state, 2), pull_options(state, 3));
    ask_for_total(state, 3, message);
    return give(state, std::move(message));
}

int release(lua_State* state) {
    Message message = addressed(state, "Release", vocab::action::Release, 1);
    message.body_xml = fmt::format("<wsen:Release>{}</wsen:Release>", context_element(state, 2));
    return give(state, std::move(message));
}

int action(lua_State* state) {
    const std::string uri = text_at(state, 1, "action");
    Message message = addressed(state, uri.substr(uri.find_last_of('/') + 1), uri, 2);
    message.body_xml = optional_text_at(state, 3, "body XML").value_or("");
    return give(state, std::move(message));
}

constexpr Argument epr_argument{"epr", "epr", "what is addressed"};
constexpr Argument representation{"xml", "text", "the representation, as markup"};
constexpr Argument context{"context", "text", "of the enumeration, as the service gave it"};

constexpr Method builders[] = {
    {"identify",
     bound<identify>,
     {.does = "Asks who the service is, without addressing headers.",
      .gives = "a message",
      .clause = "DSP0226 §11"}},
    {"get",
     bound<get>,
     {.does = "Reads an instance.", .takes = {epr_argument}, .gives = "a message", .clause = "DSP0226 §7.3"}},
    {"put",
     bound<put>,
     {.does = "Replaces an instance's representation.",
      .takes = {epr_argument, representation},
      .gives = "a message",
      .clause = "DSP0226 §7.4"}},
    {"create",
     bound<create>,
     {.does = "Makes an instance.",
      .takes = {epr_argument, representation},
      .gives = "a message",
      .clause = "DSP0226 §7.6"}},
    {"delete",
     bound<remove>,
     {.does = "Removes an instance.",
      .takes = {epr_argument},
      .gives = "a message",
      .clause = "DSP0226 §7.5"}},
    {"enumerate",
     bound<enumerate>,
     {.does = "Begins an enumeration.",
      .takes = {epr_argument, {"[options]", "table", "what and how", enumerate_keys}},
      .gives = "a message",
      .clause = "DSP0226 §8.2.1"}},
    {"pull",
     bound<pull>,
     {.does = "Asks for the next items.",
      .takes = {epr_argument, context, {"[options]", "table", "how many", pull_keys}},
      .gives = "a message",
      .clause = "DSP0226 §8.4"}},
    {"release",
     bound<release>,
     {.does = "Gives an enumeration up.",
      .takes = {epr_argument, context},
      .gives = "a message",
      .clause = "DSP0226 §8.5"}},
    {"action",
     bound<action>,
     {.does = "Asks for any action, such as a method of a class.",
      .takes = {{"uri", "text", "of the action"},
                epr_argument,
                {"[xml]", "text", "what is in `s:Body`, as markup"}},
      .gives = "a message",
      .clause = "DSP0226 §9"}}};

constexpr Section messages{
    .title = "Messages",
    .receiver = "t.msg.",
    .about =
        "Builders write the lawful shape (DSP0226 §5). An `epr` is a table `{ uri = \"…\", selectors = { "
        "Name = "
        "\"x\", Slot = 1 } }`; selectors are written in the order of their names, and a selector's value may "
        "be an `epr` itself.",
    .methods = builders};

}  // namespace

void open_messages(lua_State* state) {
    lua_newtable(state);
    set_functions(state, messages);
    lua_setfield(state, -2, "msg");
    open_message_type(state);
}

}  // namespace assay::script
