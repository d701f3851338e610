#include "assay/xpath/expression.hpp"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <utility>

#include "libxml_tree.hpp"
#include "tree.hpp"

namespace assay::xpath {
namespace {

struct ContextDeleter {
    void operator()(xmlXPathContext* context) const { xmlXPathFreeContext(context); }
};
struct CompiledDeleter {
    void operator()(xmlXPathCompExpr* compiled) const { xmlXPathFreeCompExpr(compiled); }
};
struct ObjectDeleter {
    void operator()(xmlXPathObject* object) const { xmlXPathFreeObject(object); }
};
using Object = std::unique_ptr<xmlXPathObject, ObjectDeleter>;

const xmlChar* octets(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

/// Without it libxml2 writes to stderr what a peer got wrong.
void be_quiet(void*, xmlErrorPtr) {}

Error costly(std::string message) {
    return {.kind = Error::Kind::too_costly, .position = 0, .message = std::move(message)};
}

/// Namespace nodes are made by the tree and mean nothing to a peer.
std::optional<Node> node_of(const xmlNode& node) {
    switch (node.type) {
        case XML_ELEMENT_NODE:
            return Node{.kind = Node::Kind::element, .element = static_cast<soap::Element*>(node._private)};
        case XML_DOCUMENT_NODE: return node_of(*node.children);
        case XML_TEXT_NODE:
            return Node{.kind = Node::Kind::text, .element = static_cast<soap::Element*>(node._private)};
        case XML_ATTRIBUTE_NODE: break;
        default: return std::nullopt;
    }
    const auto* element = static_cast<const soap::Element*>(node.parent->_private);
    const auto* attribute = static_cast<const soap::Attribute*>(node._private);
    return Node{.kind = Node::Kind::attribute,
                .element = element,
                .attribute = static_cast<std::size_t>(attribute - element->attributes.data())};
}

std::string string_of(xmlXPathObject& object) {
    xmlChar* const text = xmlXPathCastToString(&object);
    std::string copy = text == nullptr ? std::string{} : std::string{reinterpret_cast<const char*>(text)};
    xmlFree(text);
    return copy;
}

}  // namespace

struct Expression::Engine {
    Syntax syntax;
    Limits limits;
    std::unique_ptr<xmlXPathContext, ContextDeleter> context;
    std::unique_ptr<xmlXPathCompExpr, CompiledDeleter> compiled;

    Result<Object> evaluate(xmlDoc& document) const;
};

Result<Object> Expression::Engine::evaluate(xmlDoc& document) const {
    context->doc = &document;
    context->node = xmlDocGetRootElement(&document);
    context->contextSize = 1;
    context->proximityPosition = 1;
    context->opLimit = limits.operations;
    context->opCount = 0;
    xmlResetError(&context->lastError);
    Object object{xmlXPathCompiledEval(compiled.get(), context.get())};
    context->doc = nullptr;
    context->node = nullptr;
    if (!object) return costly("the expression takes too many steps on this item");
    return object;
}

Expression::Expression(std::unique_ptr<Engine> engine) : engine_{std::move(engine)} {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

const Syntax& Expression::syntax() const { return engine_->syntax; }

Result<Expression> Expression::compile(std::string_view text, const Bindings& bindings, const Limits& limits,
                                       Unprefixed unprefixed) {
    auto syntax = parse(text, bindings, limits, unprefixed);
    if (!syntax) return syntax.error();
    auto engine = std::make_unique<Engine>();
    engine->syntax = std::move(*syntax);
    engine->limits = limits;
    engine->context.reset(xmlXPathNewContext(nullptr));
    if (!engine->context) return costly("no memory for the expression");
    engine->context->error = be_quiet;
    for (const Binding& each : bindings) {
        xmlXPathRegisterNs(engine->context.get(), octets(each.prefix), octets(each.uri));
    }
    engine->compiled.reset(xmlXPathCtxtCompile(engine->context.get(), octets(engine->syntax.text)));
    if (!engine->compiled) return Error{.message = "the expression is no XPath 1.0"};
    return Expression{std::move(engine)};
}

std::size_t Expression::steps() const { return engine_->context->opCount; }

Result<bool> Expression::matches(const soap::Element& item) const {
    const Tree tree{item};
    const Document document = document_of(tree.root(), engine_->limits.nodes);
    if (!document) return costly("an item is too large for an XPath filter");
    auto object = engine_->evaluate(*document);
    if (!object) return object.error();
    return xmlXPathCastToBoolean(object->get()) == 1;
}

Result<Selection> Expression::select(const soap::Element& item) const {
    const Document document = document_of(item, engine_->limits.nodes);
    if (!document) return costly("the item is too large for an XPath expression");
    auto object = engine_->evaluate(*document);
    if (!object) return object.error();
    Selection selection;
    if ((*object)->type != XPATH_NODESET) {
        selection.value = string_of(**object);
        return selection;
    }
    xmlNodeSet* const set = (*object)->nodesetval;
    if (set == nullptr) return selection;
    if (static_cast<std::size_t>(set->nodeNr) > engine_->limits.selected) {
        return costly("the expression selects too much");
    }
    xmlXPathNodeSetSort(set);
    for (int i = 0; i < set->nodeNr; ++i) {
        if (const auto node = node_of(*set->nodeTab[i])) selection.nodes.push_back(*node);
    }
    return selection;
}

}  // namespace assay::xpath
