#include "assay/script/api.hpp"

#include "binding.hpp"
#include "case_context.hpp"
#include "case_table.hpp"
#include "registration.hpp"

namespace assay::script {

std::vector<ApiSection> case_api() {
    const Library nothing;
    LuaState lua{nothing, Limits{}, 0};
    open_registration(lua.get());
    const CaseDefinition definition;
    const record::Rules rules;
    CaseContext context{definition, rules, Setting{}};
    lua.host().context = &context;
    push_case_table(lua.get(), Value{});
    push_client_case_table(lua.get(), Value{}, Value{Table{}});
    push_bmc_case_table(lua.get(), Value{});
    std::vector<ApiSection> api;
    for (const Section* section : lua.host().sections) {
        ApiSection& shown = api.emplace_back(section->title, section->receiver, section->about,
                                             std::vector<ApiFunction>{}, section->fields);
        for (const Method& method : section->methods)
            shown.functions.push_back({method.name(), &method.about()});
    }
    return api;
}

std::string call_of(const ApiSection& section, const ApiFunction& function) {
    std::string call = std::string{section.receiver} + std::string{function.name} + "(";
    bool first = true;
    for (const Argument& argument : function.description->takes) {
        const bool optional = argument.name.starts_with('[');
        const std::string_view name =
            optional ? argument.name.substr(1, argument.name.size() - 2) : argument.name;
        call += std::string{optional ? "[" : ""} + (first ? "" : ", ") + std::string{name} +
                (optional ? "]" : "");
        first = false;
    }
    return call + ")";
}

}  // namespace assay::script
