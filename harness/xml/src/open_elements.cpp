#include "open_elements.hpp"

#include <algorithm>
#include <memory>
#include <xercesc/framework/XMLContentModel.hpp>
#include <xercesc/util/QName.hpp>
#include <xercesc/validators/schema/ComplexTypeInfo.hpp>
#include <xercesc/validators/schema/SchemaElementDecl.hpp>

#include "xerces_text.hpp"

namespace assay::xml {
namespace {

// The number that every scanner's pool of URIs gives to "no namespace", because it is the first it is asked
// for.
constexpr unsigned int empty_namespace = 1;

xercesc::XMLContentModel* content_model_of(const ElementRecord& element) {
    if (element.declaration->getObjectType() != xercesc::XMLElementDecl::Schema) return nullptr;
    auto* type = static_cast<const xercesc::SchemaElementDecl*>(element.declaration)->getComplexTypeInfo();
    return type == nullptr ? nullptr : type->getContentModel();
}

}  // namespace

void OpenElements::clear() {
    elements_.clear();
    current_ = ElementRecord::none;
    depth_ = 0;
}

void OpenElements::start(const xercesc::XMLElementDecl& declaration, unsigned int uri, LineColumn tag_end) {
    elements_.push_back({&declaration, uri, current_, tag_end});
    current_ = elements_.size() - 1;
    ++depth_;
}

void OpenElements::end() {
    if (current_ == ElementRecord::none) return;
    current_ = elements_[current_].parent;
    --depth_;
}

std::vector<std::size_t> OpenElements::children_of(std::size_t index) const {
    std::vector<std::size_t> children;
    for (std::size_t child = index + 1; child < elements_.size(); ++child) {
        if (elements_[child].parent == index) children.push_back(child);
    }
    return children;
}

std::optional<std::size_t> OpenElements::content_failure(std::size_t parent,
                                                         const std::vector<std::size_t>& children,
                                                         const Renaming& renaming) const {
    const xercesc::XMLContentModel* model = content_model_of(elements_[parent]);
    if (model == nullptr) return std::nullopt;
    const auto child_name = xerces_text(renaming.child);
    const auto reads_as = xerces_text(renaming.reads_as);
    std::vector<std::unique_ptr<xercesc::QName>> names;
    std::vector<xercesc::QName*> borrowed;
    for (const std::size_t child : children) {
        const XMLCh* name = elements_[child].declaration->getBaseName();
        if (!child_name.empty() && name == child_name) {
            if (reads_as.empty()) continue;
            name = reads_as.c_str();
        }
        names.push_back(
            std::make_unique<xercesc::QName>(xercesc::XMLUni::fgZeroLenString, name, elements_[child].uri));
        borrowed.push_back(names.back().get());
    }
    XMLSize_t failing = children.size();
    if (model->validateContent(borrowed.data(), borrowed.size(), empty_namespace, &failing))
        return std::nullopt;
    return failing;
}

bool OpenElements::content_fits(std::size_t parent, const Renaming& renaming) const {
    return content_model_of(elements_[parent]) != nullptr &&
           !content_failure(parent, children_of(parent), renaming).has_value();
}

std::optional<std::size_t> OpenElements::failing_child(std::size_t parent) const {
    const std::vector<std::size_t> children = children_of(parent);
    const auto failing = content_failure(parent, children, {});
    return failing && *failing < children.size() ? std::optional{children[*failing]} : std::nullopt;
}

void OpenElements::resolve(std::string_view text) {
    TextPosition position{text};
    for (ElementRecord& element : elements_) element.end = position.advance_to(element.tag_end);
}

std::string_view OpenElements::tag(std::string_view text, std::size_t index) const {
    return tag_before(text, elements_[index].end);
}

std::size_t OpenElements::ordinal(std::string_view text, std::size_t index) const {
    const std::size_t parent = elements_[index].parent;
    if (parent == ElementRecord::none) return 1;
    const std::string_view name = name_in(tag(text, index));
    std::size_t ordinal = 1;
    for (std::size_t other = parent + 1; other < index; ++other) {
        if (elements_[other].parent == parent && name_in(tag(text, other)) == name) ++ordinal;
    }
    return ordinal;
}

std::string OpenElements::path(std::string_view text, std::size_t index) const {
    std::string path;
    for (; index != ElementRecord::none; index = elements_[index].parent) {
        const std::size_t nth = ordinal(text, index);
        const std::string suffix = nth == 1 ? "" : "[" + std::to_string(nth) + "]";
        path.insert(0, "/" + std::string{name_in(tag(text, index))} + suffix);
    }
    return path;
}

}  // namespace assay::xml
