// The elements of the document being validated, as far as they are needed to say where an error is. Private.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include <xercesc/framework/XMLElementDecl.hpp>

#include "document_text.hpp"

namespace assay::xml {

/// One element; nothing is copied, so that keeping it costs no allocation for each element.
struct ElementRecord {
    const xercesc::XMLElementDecl* declaration = nullptr;
    unsigned int uri = 0;    ///< Xerces-C++'s number of the namespace
    std::size_t parent = 0;  ///< index, or none
    LineColumn tag_end;      ///< right after the start tag, as Xerces-C++ counts
    std::size_t end = 0;     ///< the same as an offset, once resolve() has been called

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
};

/// Every element seen so far in document order, and which of them are open.
class OpenElements {
public:
    void clear();
    void start(const xercesc::XMLElementDecl& declaration, unsigned int uri, LineColumn tag_end);
    void end();

    [[nodiscard]] std::size_t depth() const { return depth_; }
    [[nodiscard]] std::size_t size() const { return elements_.size(); }

    /// The innermost open element; ElementRecord::none when none is.
    [[nodiscard]] std::size_t current() const { return current_; }
    [[nodiscard]] const ElementRecord& at(std::size_t index) const { return elements_[index]; }

    /// Children of one local name, to be read under another, or left out when that is empty.
    struct Renaming {
        std::string child, reads_as;
    };

    /// Is the content of `parent` right under its declared type, once the children are renamed?
    [[nodiscard]] bool content_fits(std::size_t parent, const Renaming& renaming) const;

    /// The child of `parent` at which its content model fails; nothing when the end comes too early, or when
    /// the declared type is not the one that was applied (xsi:type).
    [[nodiscard]] std::optional<std::size_t> failing_child(std::size_t parent) const;

    /// Finds every start tag in the text, in one pass. Only then:
    void resolve(std::string_view text);

    /// The start tag in the text.
    [[nodiscard]] std::string_view tag(std::string_view text, std::size_t index) const;

    /// "/s:Envelope/s:Body" as the text spells the names, with "[2]" on a second sibling of a name.
    [[nodiscard]] std::string path(std::string_view text, std::size_t index) const;

private:
    /// The number of children that the content model takes; nothing when it takes all, or cannot be asked.
    [[nodiscard]] std::optional<std::size_t> content_failure(std::size_t parent,
                                                             const std::vector<std::size_t>& children,
                                                             const Renaming& renaming) const;
    [[nodiscard]] std::vector<std::size_t> children_of(std::size_t index) const;
    [[nodiscard]] std::size_t ordinal(std::string_view text, std::size_t index) const;

    std::vector<ElementRecord> elements_;
    std::size_t current_ = ElementRecord::none;
    std::size_t depth_ = 0;
};

}  // namespace assay::xml
