// What a case of BMCs handles beside what every case has.
#pragma once

#include <cstdint>

#include "assay/script/bmc_ask.hpp"
#include "bmc_answer.hpp"
#include "case_context.hpp"

namespace assay::script {

/// A session of a case, from before it is opened.
struct BmcSession {
    std::uint32_t number = 0;  ///< in the case, from 1
    Table terms;
    std::int64_t privilege = 0;  ///< that it is to have
    bool is_15 = false;          ///< IPMI 1.5
    bool established = false;    ///< the BMC said so, and it was not closed
};

inline constexpr const char* bmc_session_type = "assay.bmc-session";

void open_bmc(lua_State* state);
void open_bmc_sessions(lua_State* state);
void open_bmc_answers(lua_State* state);
void open_bmc_expectations(lua_State* state);

[[nodiscard]] BmcAnswer& bmc_answer_at(lua_State* state, int index);
[[nodiscard]] bool is_bmc_answer(lua_State* state, int index);
void push_bmc_answer(lua_State* state, const record::Exchange& exchange);
[[nodiscard]] BmcSession& bmc_session_at(lua_State* state, int index);

}  // namespace assay::script
