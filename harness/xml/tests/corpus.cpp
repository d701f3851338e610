#include "corpus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <random>
#include <set>

#include "assay/base/home.hpp"
#include "assay/xml/libxml.hpp"
#include "lexical_values.hpp"
#include "mutations.hpp"

namespace assay::xml {
namespace {

void collect_elements(xmlNode* node, std::vector<xmlNode*>& elements) {
    elements.push_back(node);
    for (xmlNode* child = xmlFirstElementChild(node); child != nullptr;
         child = xmlNextElementSibling(child)) {
        collect_elements(child, elements);
    }
}

std::vector<xmlNode*> elements_of(xmlDoc* document) {
    std::vector<xmlNode*> elements;
    collect_elements(xmlDocGetRootElement(document), elements);
    return elements;
}

std::string serialized(xmlDoc* document) {
    xmlChar* text = nullptr;
    int size = 0;
    xmlDocDumpMemoryEnc(document, &text, &size, "UTF-8");
    const TextPtr owner{text};
    return std::string{view_of(text)};
}

struct Choice {
    std::size_t element;
    const Mutation* mutation;
};

std::vector<Choice> shuffled_choices(std::size_t element_count, Random& random) {
    std::vector<Choice> choices;
    for (std::size_t element = 0; element < element_count; ++element) {
        for (const Mutation& mutation : mutations()) choices.push_back({element, &mutation});
    }
    for (std::size_t left = choices.size(); left > 1; --left) {
        std::swap(choices[left - 1], choices[pick(random, left)]);
    }
    return choices;
}

// The document changed in one place; nothing when the place gives no occasion.
std::optional<CorpusDocument> mutated(const std::string& message, xmlDoc* original, const Choice& choice,
                                      Random& random) {
    const DocumentPtr copy{xmlCopyDoc(original, 1)};
    xmlNode* element = elements_of(copy.get())[choice.element];
    const TextPtr path{xmlGetNodePath(element)};
    std::string name =
        message + ": " + std::string{choice.mutation->name} + " " + std::string{view_of(path.get())};
    const std::optional<std::string> detail = choice.mutation->apply(element, random);
    if (!detail) return std::nullopt;
    return CorpusDocument{name + *detail, serialized(copy.get())};
}

std::string qualified(const xmlNs* ns, const xmlChar* local) {
    return "{" + std::string{ns == nullptr ? std::string_view{} : view_of(ns->href)} + "}" +
           std::string{view_of(local)};
}

void probe_attributes(const std::string& message, xmlNode* element, std::set<std::string>& seen,
                      std::vector<CorpusDocument>& probes) {
    const std::string owner = qualified(element->ns, element->name);
    for (xmlAttr* each = element->properties; each != nullptr; each = each->next) {
        const std::string name = owner + "/@" + qualified(each->ns, each->name);
        if (!seen.insert(name).second) continue;
        const TextPtr before{xmlNodeGetContent(reinterpret_cast<const xmlNode*>(each))};
        for (const char* value : telling_values) {
            xmlSetNsProp(element, each->ns, each->name, xml_text(value));
            probes.push_back({fmt::format("{}: {} = '{}'", message, name, value), serialized(element->doc)});
        }
        xmlSetNsProp(element, each->ns, each->name, before.get());
    }
}

void probe_text(const std::string& message, xmlNode* element, std::set<std::string>& seen,
                std::vector<CorpusDocument>& probes) {
    const std::string name = qualified(element->ns, element->name);
    if (xmlFirstElementChild(element) != nullptr || !seen.insert(name).second) return;
    const TextPtr before{xmlNodeGetContent(element)};
    for (const char* value : telling_values) {
        xmlNodeSetContent(element, xml_text(value));
        probes.push_back({fmt::format("{}: {} = '{}'", message, name, value), serialized(element->doc)});
    }
    xmlNodeSetContent(element, nullptr);
    xmlNodeAddContent(element, before.get());
}

}  // namespace

std::vector<CorpusDocument> value_probes(const std::vector<CorpusDocument>& messages) {
    std::set<std::string> seen;
    std::vector<CorpusDocument> probes;
    for (const CorpusDocument& message : messages) {
        const ParseResult parsed = parse(message.text);
        for (xmlNode* element : elements_of(parsed.document.get())) {
            probe_attributes(message.name, element, seen, probes);
            probe_text(message.name, element, seen, probes);
        }
    }
    return probes;
}

std::vector<CorpusDocument> read_messages(const std::filesystem::path& folder) {
    std::vector<CorpusDocument> messages;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".xml") continue;
        messages.push_back({entry.path().filename().string(), base::read_file(entry.path())});
    }
    std::ranges::sort(messages, {}, &CorpusDocument::name);
    return messages;
}

std::vector<CorpusDocument> mutants_of(const CorpusDocument& message, std::size_t count, std::uint32_t seed) {
    Random random{seed};
    const ParseResult original = parse(message.text);
    std::vector<CorpusDocument> mutants;
    for (const Choice& choice : shuffled_choices(elements_of(original.document.get()).size(), random)) {
        if (mutants.size() == count) break;
        if (auto mutant = mutated(message.name, original.document.get(), choice, random)) {
            mutants.push_back(std::move(*mutant));
        }
    }
    return mutants;
}

std::vector<CorpusDocument> structure_probes(const std::vector<CorpusDocument>& messages) {
    Random random{1};
    std::set<std::string> seen;
    std::vector<CorpusDocument> probes;
    for (const CorpusDocument& message : messages) {
        const ParseResult original = parse(message.text);
        const std::vector<xmlNode*> elements = elements_of(original.document.get());
        for (std::size_t index = 0; index < elements.size(); ++index) {
            const xmlNode* element = elements[index];
            const xmlNode* parent = index == 0 ? element : element->parent;
            if (!seen.insert(qualified(parent->ns, parent->name) + qualified(element->ns, element->name))
                     .second) {
                continue;
            }
            for (const Mutation& mutation : mutations()) {
                auto probe = mutated(message.name, original.document.get(), {index, &mutation}, random);
                if (probe) probes.push_back(std::move(*probe));
            }
        }
    }
    return probes;
}

}  // namespace assay::xml
