#include "tree.hpp"

#include "assay/soap/reader.hpp"

namespace assay::xpath {

Tree::Tree(const soap::Element& of) : given_{of} {
    if (!of.is_written()) return;
    auto read = soap::read_element(of.text);
    auto* element = std::get_if<soap::Element>(&read);
    read_ = element == nullptr ? soap::Element{} : std::move(*element);
}

}  // namespace assay::xpath
