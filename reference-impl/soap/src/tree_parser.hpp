// XML 1.0 (fifth edition) and Namespaces in XML 1.0 (third edition), without document type declarations and
// processing instructions: text → document.
#pragma once

#include <forward_list>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "assay/soap/reader.hpp"
#include "document.hpp"
#include "plain_run.hpp"

namespace assay::soap {

/// Parses one document; used once. Stops at the first breach.
class TreeParser {
public:
    /// @param text  well-formed UTF-8 without byte-order mark; has to outlive the parser
    TreeParser(std::string_view text, const ReadLimits& limits, std::pmr::memory_resource& scratch);

    /// @return false: the document breaks a rule, and error() says which
    [[nodiscard]] bool parse();
    [[nodiscard]] const Document& document() const { return document_; }  ///< lives as long as the parser
    [[nodiscard]] const ReadError& error() const { return error_; }

private:
    struct RawName {
        std::string_view prefix;
        std::string_view local;
    };
    struct Binding {
        std::string_view prefix;   ///< empty for the default namespace
        const Uri* uri = nullptr;  ///< empty: none
    };
    struct Open {
        std::string_view tag;  ///< the name as written, which the end tag repeats
        std::size_t node;      ///< its place in the document's list
        std::size_t bindings;  ///< how many there were before it
        std::size_t runs;      ///< how many there were before it
        bool solid = false;    ///< has character content other than white space
    };

    // Each of these is done with what stands at `at_`, or has set `error_`: false.
    bool declaration();
    bool version();
    bool encoding();
    bool standalone();
    bool pseudo_attribute(std::string_view name, std::string_view& value);
    bool misc(bool before_root);
    bool content();
    bool start_tag();
    bool takes_rest(std::string_view tag);
    bool attributes(std::size_t first, bool& empty);
    bool attribute();
    bool declare(const RawName& name, std::string_view uri);
    bool resolve(std::string_view prefix, const Uri*& into);
    bool resolve_attributes(std::size_t first);
    bool begin_element(const RawName& name, std::string_view tag, std::size_t first_attribute);
    bool end_tag();
    bool comment();
    bool cdata();
    bool characters();
    bool reference(std::string_view& decoded);
    bool character_reference(std::string_view& decoded);
    bool quoted(std::string_view& value);
    bool quoted_with_care(char quote, const char* begin, std::string_view& value);
    bool ncname(std::string_view& name);
    bool qname(RawName& name);
    bool qname_with_care(RawName& name);
    bool equals_sign();

    const char* line_end(const char* begin);
    void end_element();
    void keep_bindings();
    void add_run(const char* begin, const char* end) {
        add_run({begin, static_cast<std::size_t>(end - begin)});
    }
    void add_run(std::string_view run);
    std::string_view joined_runs(std::size_t from);

    [[nodiscard]] std::string_view rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }
    [[nodiscard]] bool ends() const { return at_ == end_; }
    [[nodiscard]] bool at(char octet) const { return at_ != end_ && *at_ == octet; }
    [[nodiscard]] bool begins(std::string_view with) const { return rest().starts_with(with); }
    bool take(std::string_view literal) {
        if (!begins(literal)) return false;
        at_ += literal.size();
        return true;
    }
    bool skip_white() {
        const char* const begin = at_;
        at_ = xml::after(at_, end_, xml::white);
        return at_ != begin;
    }
    bool fail(std::string_view message);
    bool fail(ReadError::Kind kind, std::string message);

    const char* const begin_;
    const char* at_;
    const char* const end_;
    const ReadLimits& limits_;
    std::size_t elements_ = 0;
    std::size_t declared_ = 0;  ///< bindings that the current start tag brings
    ReadError error_{};

    Document document_;
    std::pmr::vector<Open> open_;
    std::pmr::vector<Binding> bindings_;
    std::pmr::vector<std::string_view> runs_;        ///< character content of the open elements
    std::pmr::forward_list<Uri> uris_;               ///< one of each declaration
    std::pmr::forward_list<std::pmr::string> made_;  ///< text that is not in the message as it has to be read
};

}  // namespace assay::soap
