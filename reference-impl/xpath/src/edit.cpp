#include "edit.hpp"

#include <algorithm>

#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "steps.hpp"

namespace assay::xpath {
namespace {

using model::Outcome;
using soap::Element;
namespace faults = model::faults;
namespace names = model::names;

constexpr vocab::QName nil_attribute{vocab::ns::xsi, "nil"};

model::Fault misfit(std::string reason) {
    return faults::invalid_representation(faults::Representation::InvalidFragment, std::move(reason));
}

Element nil_element(soap::Name name) {
    Element element{std::move(name)};
    element.set(nil_attribute, "true");
    return element;
}

/// Where an element is: the indices of the children that lead to it.
bool find(const Element& in, const Element* wanted, std::vector<std::size_t>& route) {
    if (&in == wanted) return true;
    for (std::size_t i = 0; i < in.children.size(); ++i) {
        route.push_back(i);
        if (find(in.children[i], wanted, route)) return true;
        route.pop_back();
    }
    return false;
}

Element& at(Element& whole, std::span<const std::size_t> route) {
    Element* element = &whole;
    for (const std::size_t index : route) element = &element->children[index];
    return *element;
}

/// A copy of a representation and the places of the selected elements in it.
class Draft {
public:
    Draft(const Element& whole, std::span<const Node> nodes) : copy_{whole} {
        for (const Node& each : nodes) {
            std::vector<std::size_t> route;
            find(whole, each.element, route);
            routes_.push_back(std::move(route));
        }
    }

    [[nodiscard]] Element& element(std::size_t index) { return at(copy_, routes_[index]); }
    [[nodiscard]] const std::vector<std::size_t>& route(std::size_t index) const { return routes_[index]; }
    [[nodiscard]] Element& parent(std::size_t index) {
        return at(copy_, std::span{routes_[index]}.first(routes_[index].size() - 1));
    }
    [[nodiscard]] bool holds_root() const {
        return std::ranges::any_of(routes_, &std::vector<std::size_t>::empty);
    }
    Element take() { return std::move(copy_); }

private:
    Element copy_;
    std::vector<std::vector<std::size_t>> routes_;
};

void set_text(Element& element, const Content& content) {
    element.children.clear();
    element.qname.reset();
    element.text = content.text;
    std::erase_if(element.attributes, [](const soap::Attribute& each) { return each.name == nil_attribute; });
    if (content.nil) element.set(nil_attribute, "true");
}

Outcome<> check_text(const Content& content, std::size_t nodes) {
    if (!content.elements.empty()) return misfit("a text or attribute is replaced by text, not by elements");
    if (nodes > 1) return misfit("the expression selects several texts or attributes; name one");
    return boost::system::in_place_value;
}

/// The run of elements that replaces those selected; a nil fragment stands for one element without value.
Outcome<std::vector<Element>> replacement(const Content& content, const soap::Name& name) {
    if (content.nil) return std::vector{nil_element(name)};
    if (content.elements.empty()) return misfit("the fragment holds no element to put in place");
    const auto other = [&](const Element& each) { return each.name != name; };
    if (std::ranges::any_of(content.elements, other)) {
        return misfit("the fragment holds another element than " + name.local);
    }
    return content.elements;
}

Outcome<Element> replaced_root(Draft draft, const Content& content) {
    const auto elements = replacement(content, draft.element(0).name);
    if (!elements) return elements.error();
    if (elements->size() != 1) return misfit("the whole is replaced by exactly one element");
    return elements->front();
}

/// All selected elements are of one name and one parent: a property, or an array as a whole.
Outcome<Element> replaced_elements(Draft draft, std::span<const Node> nodes, const Content& content) {
    if (draft.holds_root()) return replaced_root(std::move(draft), content);
    const soap::Name name = draft.element(0).name;
    const auto stem = [&](std::size_t i) {
        return std::span{draft.route(i)}.first(draft.route(i).size() - 1);
    };
    for (std::size_t i = 1; i < nodes.size(); ++i) {
        if (draft.element(i).name != name || !std::ranges::equal(stem(i), stem(0))) {
            return misfit("the expression selects elements that cannot be replaced together");
        }
    }
    auto elements = replacement(content, name);
    if (!elements) return elements.error();
    std::vector<Element>& siblings = draft.parent(0).children;
    for (std::size_t i = nodes.size(); i-- > 0;) {
        siblings.erase(siblings.begin() + static_cast<std::ptrdiff_t>(draft.route(i).back()));
    }
    siblings.insert(siblings.begin() + static_cast<std::ptrdiff_t>(draft.route(0).back()),
                    std::make_move_iterator(elements->begin()), std::make_move_iterator(elements->end()));
    return draft.take();
}

bool all_of_kind(std::span<const Node> nodes, Node::Kind kind) {
    return std::ranges::all_of(nodes, [&](const Node& each) { return each.kind == kind; });
}

std::string value_of(const Node& node) {
    if (node.kind == Node::Kind::attribute) return node.element->attributes[node.attribute].value;
    return node.element->text;
}

/// Takes one selected element out; the last of its name leaves a nil behind.
void erase(Element& parent, std::size_t index) {
    const soap::Name name = parent.children[index].name;
    const auto same = [&](const Element& each) { return each.name == name; };
    if (std::ranges::count_if(parent.children, same) == 1) {
        parent.children[index] = nil_element(name);
    } else {
        parent.children.erase(parent.children.begin() + static_cast<std::ptrdiff_t>(index));
    }
}

void erase(Element& element, const Node& node) {
    if (node.kind == Node::Kind::text) return set_text(element, Content{});
    const auto at = element.attributes.begin() + static_cast<std::ptrdiff_t>(node.attribute);
    element.attributes.erase(at);
}

Outcome<> insert_elements(Element& parent, const Step& step, const Content& content) {
    const soap::Name name{
        step.ns.value_or(content.elements.empty() ? parent.name.ns : content.elements.front().name.ns),
        step.local};
    auto elements = replacement(content, name);
    if (!elements) return elements.error();
    const auto same = [&](const Element& each) { return each.name == name; };
    const auto present = static_cast<std::size_t>(std::ranges::count_if(parent.children, same));
    if (step.position && (*step.position != present + 1 || elements->size() != 1)) {
        return misfit("an array grows at its end, by one element for one position");
    }
    const auto last = std::find_if(parent.children.rbegin(), parent.children.rend(), same);
    const auto where = last == parent.children.rend() ? parent.children.end() : last.base();
    parent.children.insert(where, elements->begin(), elements->end());
    return boost::system::in_place_value;
}

Outcome<> insert_attribute(Element& parent, const Step& step, const Content& content) {
    if (auto text = check_text(content, 1); !text) return text;
    parent.set({step.ns.value_or(""), step.local}, content.text);
    return boost::system::in_place_value;
}

/// The text of an element that has none, or of one that is not there.
Outcome<Element> inserted_text(const Element& whole, const Path& path, const Content& content) {
    if (auto text = check_text(content, 1); !text) return text.error();
    const std::span<const Step> holder = std::span{path.steps}.first(path.steps.size() - 1);
    const auto found = walk(whole, path.absolute, holder);
    if (found.size() == 1) {
        Draft draft{whole, found};
        set_text(draft.element(0), content);
        return draft.take();
    }
    if (!found.empty() || holder.empty() || holder.back().axis != Step::Axis::child) {
        return misfit("the expression does not name one place for the text");
    }
    const auto parents = walk(whole, path.absolute, holder.first(holder.size() - 1));
    if (parents.size() != 1) return misfit("the expression does not name one place for the text");
    Element made{{holder.back().ns.value_or(parents.front().element->name.ns), holder.back().local}};
    set_text(made, content);
    return inserted(whole, {.absolute = path.absolute, .steps = {holder.begin(), holder.end()}},
                    {.elements = {std::move(made)}});
}

}  // namespace

bool is_nil(const Element& element) {
    const std::string* value = element.attribute(nil_attribute);
    return value != nullptr && (*value == "true" || *value == "1");
}

Outcome<Content> read_content(const Element& body) {
    if (body.name != names::XmlFragment) return misfit("a fragment travels in wsman:XmlFragment");
    if (!body.children.empty() && !body.value().empty())
        return misfit("the fragment mixes elements and text");
    Content content{.elements = body.children, .text = body.text, .nil = is_nil(body)};
    if (content.nil && (!content.elements.empty() || !body.value().empty())) {
        return misfit("a fragment that is nil holds nothing");
    }
    return content;
}

Outcome<Element> fragment_of(const Selection& selection) {
    Element fragment{names::XmlFragment};
    if (selection.value) fragment.text = *selection.value;
    const bool elements = all_of_kind(selection.nodes, Node::Kind::element);
    for (const Node& each : selection.nodes) {
        if (elements) {
            fragment.add(*each.element);
        } else if (each.kind != Node::Kind::element) {
            fragment.text += value_of(each);
        } else {
            return faults::cannot_process_fragment("the expression selects elements and values together");
        }
    }
    return fragment;
}

Outcome<Element> replaced(const Element& whole, std::span<const Node> nodes, const Content& content) {
    Draft draft{whole, nodes};
    if (all_of_kind(nodes, Node::Kind::element)) return replaced_elements(std::move(draft), nodes, content);
    if (auto text = check_text(content, nodes.size()); !text) return text.error();
    if (nodes.front().kind == Node::Kind::text) {
        set_text(draft.element(0), content);
    } else {
        draft.element(0).attributes[nodes.front().attribute].value = content.text;
    }
    return draft.take();
}

Outcome<Element> removed(const Element& whole, std::span<const Node> nodes) {
    Draft draft{whole, nodes};
    // Backwards, so that what is erased does not move what is still to be.
    for (std::size_t i = nodes.size(); i-- > 0;) {
        if (nodes[i].kind != Node::Kind::element) {
            erase(draft.element(i), nodes[i]);
        } else if (draft.route(i).empty()) {
            return misfit("the whole is deleted without a fragment");
        } else {
            erase(draft.parent(i), draft.route(i).back());
        }
    }
    return draft.take();
}

Outcome<Element> inserted(const Element& whole, const Path& path, const Content& content) {
    if (path.steps.empty()) return misfit("the expression does not name what to add");
    const Step& last = path.steps.back();
    if (last.axis == Step::Axis::text) return inserted_text(whole, path, content);
    const auto parents = walk(whole, path.absolute, std::span{path.steps}.first(path.steps.size() - 1));
    const bool document = path.absolute && path.steps.size() == 1;
    if (parents.size() != 1 || document || last.axis == Step::Axis::self) {
        return misfit("the expression does not name one place in the resource");
    }
    Draft draft{whole, parents};
    auto done = last.axis == Step::Axis::attribute ? insert_attribute(draft.element(0), last, content)
                                                   : insert_elements(draft.element(0), last, content);
    if (!done) return done.error();
    return draft.take();
}

}  // namespace assay::xpath
