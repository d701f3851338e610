#include "case_table.hpp"

#include "bmc_context.hpp"
#include "case_context.hpp"

namespace assay::script {

void push_case_table(lua_State* state, const Value& profile) {
    lua_newtable(state);
    open_values(state, profile, Silence::ends_the_case);
    open_messages(state);
    open_conversation(state);
    open_course(state);
    open_responses(state);
    open_judgements(state);
    open_expectations(state);
}

void push_client_case_table(lua_State* state, const Value& facts, const Value& given) {
    lua_newtable(state);
    open_values(state, facts, Silence::is_nil);
    open_service(state, given);
    open_course(state);
    open_requests(state);
    open_judgements(state);
    open_expectations(state);
}

void push_bmc_case_table(lua_State* state, const Value& profile) {
    lua_newtable(state);
    open_values(state, profile, Silence::ends_the_case);
    open_bmc(state);
    open_course(state);
    open_bmc_answers(state);
    open_judgements(state);
    open_bmc_expectations(state);
}

}  // namespace assay::script
