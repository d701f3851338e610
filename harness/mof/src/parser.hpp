// The productions of DSP0004 Annex A, read from the tokens of one file.
#pragma once

#include "session.hpp"
#include "token_stream.hpp"

namespace assay::mof {

class Parser {
public:
    Parser(Session& session, std::string_view text, std::uint32_t file, std::string name_space)
        : session_{session}, tokens_{text, file, session.reporter}, name_space_{std::move(name_space)} {}

    /// Reads the file to its end, or until there are too many mistakes.
    void read_all();

private:
    // Productions (parser.cpp)
    void production();
    void skip_production();
    void pragma();
    Constant pragma_parameter();
    void follow(const Pragma& pragma);
    void qualifier_declaration();
    void class_declaration(Qualifiers qualifiers);
    void instance_declaration(Qualifiers qualifiers);
    void add(decltype(Production::what) what);

    // Features of a class or an instance (features.cpp)
    void body(Class& into);
    void body(Instance& into);
    void feature(Class& into, Qualifiers qualifiers);
    void method(Class& into, Qualifiers qualifiers, std::optional<DataType> returns, const Token& name);
    Parameter parameter();
    void initialized_value(Instance& into);
    void close_body(const std::string& what);
    void skip_feature();
    [[nodiscard]] bool at_production_start() const;
    /// Reports a body that is not closed before the next production, whose qualifiers these may be.
    void leave_open_body(Qualifiers qualifiers);

    // Parts (parts.cpp)
    [[nodiscard]] Qualifiers qualifier_list();
    Qualifier qualifier();
    [[nodiscard]] std::vector<Flavor> flavors();
    Flavor flavor();
    Scope scope();
    [[nodiscard]] Type type();
    [[nodiscard]] std::optional<ArrayMark> array_mark();
    [[nodiscard]] Value value();
    [[nodiscard]] Value array_value();
    [[nodiscard]] Constant constant();
    [[nodiscard]] std::string alias_name();
    /// Reports and throws when a list has as many items as it may have.
    void check_count(std::size_t count);

    Session& session_;
    TokenStream tokens_;
    std::string name_space_;
    bool in_array_ = false;              ///< between the braces of an array: where a mistake happened
    std::optional<Qualifiers> pending_;  ///< read in an open body, but belonging to the next production
};

}  // namespace assay::mof
