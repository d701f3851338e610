#include "steps.hpp"

#include <algorithm>

namespace assay::xpath {
namespace {

using soap::Element;

bool names(const Step& step, const soap::Name& name) {
    return step.local == name.local && (!step.ns || *step.ns == name.ns);
}

/// Attributes without prefix are in no namespace (Namespaces in XML §6.2).
bool names_attribute(const Step& step, const soap::Name& name) {
    return step.local == name.local && step.ns.value_or("") == name.ns;
}

class Walk {
public:
    explicit Walk(const Element& item) : item_{item} {}

    std::vector<Node> from(bool absolute, std::span<const Step> steps) {
        std::vector<const Element*> elements{absolute ? nullptr : &item_};
        for (const Step& step : steps) elements = next(elements, step);
        for (const Element* each : elements) {
            nodes_.push_back({.element = each == nullptr ? &item_ : each});  // the document is its item
        }
        return std::move(nodes_);
    }

private:
    using Elements = std::vector<const Element*>;  // null is the document

    Elements next(const Elements& elements, const Step& step) {
        Elements found;
        for (const Element* each : elements) {
            switch (step.axis) {
                case Step::Axis::self: found.push_back(each); break;
                case Step::Axis::child: add_children(each, step, found); break;
                case Step::Axis::attribute: add_attributes(each, step); break;
                case Step::Axis::text: add_text(each); break;
            }
        }
        return found;
    }

    void add_children(const Element* of, const Step& step, Elements& found) const {
        if (of == nullptr) {
            if (names(step, item_.name) && step.position.value_or(1) == 1) found.push_back(&item_);
            return;
        }
        std::size_t position = 0;
        for (const Element& child : of->children) {
            if (!names(step, child.name)) continue;
            if (!step.position || ++position == *step.position) found.push_back(&child);
        }
    }

    void add_attributes(const Element* of, const Step& step) {
        if (of == nullptr) return;
        for (std::size_t i = 0; i < of->attributes.size(); ++i) {
            if (!names_attribute(step, of->attributes[i].name)) continue;
            nodes_.push_back({.kind = Node::Kind::attribute, .element = of, .attribute = i});
        }
    }

    void add_text(const Element* of) {
        if (of == nullptr || (of->text.empty() && !of->qname)) return;
        nodes_.push_back({.kind = Node::Kind::text, .element = of});
    }

    const Element& item_;
    std::vector<Node> nodes_;  // attributes and texts, the last step's
};

}  // namespace

std::vector<Node> walk(const Element& item, bool absolute, std::span<const Step> steps) {
    return Walk{item}.from(absolute, steps);
}

}  // namespace assay::xpath
