// case{}, client_case{} and bmc_case{}: what a suite file registers while it is read.
#pragma once

#include <string>
#include <vector>

#include "assay/record/rule.hpp"
#include "assay/script/case_definition.hpp"
#include "lua_state.hpp"

namespace assay::script {

class Registration {
public:
    /// @param rules what `proves` may name; nullptr lets every id pass, for a file that was checked before
    Registration(std::string file, const record::Rules* rules) : file_{std::move(file)}, rules_{rules} {}

    /// Takes the table on top of the stack in; keeps its `run` in the registry.
    void add(lua_State* state) { add_of(state, Subject::service); }
    /// The same for a case of BMCs.
    void add_of_bmcs(lua_State* state) { add_of(state, Subject::bmc); }
    /// The same for a case of clients and its `serve`.
    void add_of_clients(lua_State* state);

    [[nodiscard]] const std::vector<CaseDefinition>& cases() const { return cases_; }

    /// Pushes the `run` or `serve` of a case that was added.
    /// @return false, and nothing pushed, when there is no such case
    [[nodiscard]] bool push_run(lua_State* state, const std::string& id) const;

private:
    void add_of(lua_State* state, Subject subject);
    [[nodiscard]] CaseDefinition common(lua_State* state) const;
    void check(const CaseDefinition& definition) const;
    void keep(lua_State* state, CaseDefinition definition, const char* function);

    std::string file_;
    const record::Rules* rules_;
    std::vector<CaseDefinition> cases_;
    std::vector<int> runs_;  ///< registry references, one a case
};

/// Makes the global functions `case`, `client_case` and `bmc_case`.
void open_registration(lua_State* state);

}  // namespace assay::script
