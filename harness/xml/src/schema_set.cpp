#include "assay/xml/schema_set.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <xercesc/framework/LocalFileInputSource.hpp>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/sax/ErrorHandler.hpp>
#include <xercesc/sax/Locator.hpp>
#include <xercesc/sax/SAXParseException.hpp>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/XMLEntityResolver.hpp>
#include <xercesc/util/XMLResourceIdentifier.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"
#include "catalogue.hpp"
#include "compiled.hpp"
#include "warm_up.hpp"
#include "xerces_text.hpp"

namespace assay::xml {
namespace {

namespace fs = std::filesystem;

struct Trouble {
    std::string what, where;
};

// Keeps the first trouble; what follows it is mostly a consequence.
class Troubles : public xercesc::ErrorHandler {
public:
    void add(std::string what, std::string where) {
        if (!first_) first_ = Trouble{std::move(what), std::move(where)};
    }
    [[nodiscard]] const std::optional<Trouble>& first() const { return first_; }

    void warning(const xercesc::SAXParseException& problem) override { add(problem); }
    void error(const xercesc::SAXParseException& problem) override { add(problem); }
    void fatalError(const xercesc::SAXParseException& problem) override { add(problem); }
    void resetErrors() override {}

private:
    void add(const xercesc::SAXParseException& problem) {
        add(utf8(problem.getMessage()), utf8(problem.getSystemId()) + ":" +
                                            std::to_string(problem.getLineNumber()) + ":" +
                                            std::to_string(problem.getColumnNumber()));
    }

    std::optional<Trouble> first_;
};

// Imports are found by namespace in the set, includes beside the including file; nothing else is opened.
class SetResolver : public xercesc::XMLEntityResolver {
public:
    SetResolver(const std::vector<SchemaFile>& files, Troubles& troubles) : troubles_{troubles} {
        for (const SchemaFile& file : files) by_namespace_[file.target_namespace] = fs::absolute(file.file);
    }

    xercesc::InputSource* resolveEntity(xercesc::XMLResourceIdentifier* wanted) override {
        using Identifier = xercesc::XMLResourceIdentifier;
        switch (wanted->getResourceIdentifierType()) {
            case Identifier::SchemaImport: return import(*wanted);
            case Identifier::SchemaInclude:
            case Identifier::SchemaRedefine: return beside(*wanted);
            default:
                return refused(*wanted,
                               "refers to '" + utf8(wanted->getSystemId()) + "', which is never read");
        }
    }

private:
    xercesc::InputSource* import(const xercesc::XMLResourceIdentifier& wanted) {
        const std::string target = utf8(wanted.getNameSpace());
        const auto found = by_namespace_.find(target);
        if (found == by_namespace_.end()) {
            return refused(wanted, "imports the namespace '" + target + "', for which the set has no schema");
        }
        return new xercesc::LocalFileInputSource{xerces_text(found->second.string()).c_str()};
    }

    xercesc::InputSource* beside(const xercesc::XMLResourceIdentifier& wanted) {
        const std::string location = utf8(wanted.getSchemaLocation());
        const fs::path file = fs::path{utf8(wanted.getBaseURI())}.parent_path() / location;
        if (location.find("://") != std::string::npos || !fs::is_regular_file(file)) {
            return refused(wanted, "includes '" + location + "', which is no file beside it");
        }
        return new xercesc::LocalFileInputSource{xerces_text(file.string()).c_str()};
    }

    xercesc::InputSource* refused(const xercesc::XMLResourceIdentifier& wanted, const std::string& what) {
        const xercesc::Locator* at = wanted.getLocator();
        troubles_.add(what,
                      utf8(wanted.getBaseURI()) + (at ? ":" + std::to_string(at->getLineNumber()) : ""));
        static constexpr XMLByte nothing = 0;
        return new xercesc::MemBufInputSource{&nothing, 0, "nothing"};
    }

    std::map<std::string, fs::path> by_namespace_;
    Troubles& troubles_;
};

// One schema that imports them all, so that each is read once however they import one another.
std::string driver_for(const std::vector<SchemaFile>& files) {
    std::string text =
        R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:assay:schema-set">)";
    for (const SchemaFile& file : files) {
        text += "<xs:import";
        if (!file.target_namespace.empty())
            text += " namespace=\"" + base::xml_escaped(file.target_namespace) + "\"";
        text += " schemaLocation=\"" + base::xml_escaped(fs::absolute(file.file).string()) + "\"/>";
    }
    return text + "</xs:schema>";
}

void configure(xercesc::SAX2XMLReaderImpl& reader) {
    using Name = xercesc::XMLUni;
    reader.setFeature(Name::fgSAX2CoreNameSpaces, true);
    reader.setFeature(Name::fgSAX2CoreValidation, true);
    reader.setFeature(Name::fgXercesSchema, true);
    reader.setFeature(Name::fgXercesSchemaFullChecking, true);
    reader.setFeature(Name::fgXercesHandleMultipleImports, true);
    reader.setFeature(Name::fgXercesLoadExternalDTD, false);
    reader.setFeature(Name::fgXercesDisableDefaultEntityResolution, true);
}

void compile(xercesc::XMLGrammarPool& pool, const std::vector<SchemaFile>& files, Troubles& troubles) {
    SetResolver resolver{files, troubles};
    xercesc::SAX2XMLReaderImpl reader{xercesc::XMLPlatformUtils::fgMemoryManager, &pool};
    configure(reader);
    reader.setXMLEntityResolver(&resolver);
    reader.setErrorHandler(&troubles);
    const std::string driver = driver_for(files);
    const xercesc::MemBufInputSource source{reinterpret_cast<const XMLByte*>(driver.data()), driver.size(),
                                            "schema-set"};
    try {
        reader.loadGrammar(source, xercesc::Grammar::SchemaGrammarType, true);
    } catch (const xercesc::XMLException& error) {
        troubles.add(utf8(error.getMessage()), error.getSrcFile());
    } catch (const xercesc::SAXException& error) {
        troubles.add(utf8(error.getMessage()), "schema set");
    }
}

void need_readable(const std::vector<SchemaFile>& files) {
    for (const SchemaFile& file : files) static_cast<void>(base::read_file(file.file));
}

}  // namespace

SchemaSet SchemaSet::load(const XercesRuntime& runtime, const fs::path& folder) {
    std::vector<SchemaFile> files = read_catalogue(folder);
    return load(runtime, std::move(files), read_quirks(folder));
}

SchemaSet SchemaSet::load(const XercesRuntime&, std::vector<SchemaFile> files, std::vector<Quirk> quirks) {
    need_readable(files);
    Troubles troubles;
    auto pool = std::make_unique<xercesc::XMLGrammarPoolImpl>();
    compile(*pool, files, troubles);
    if (troubles.first()) {
        throw base::SetupError{troubles.first()->what, troubles.first()->where,
                               "correct the schema, or name another folder of schemas"};
    }
    pool->lockPool();
    warm_up(*pool);
    return SchemaSet{
        std::make_shared<const Compiled>(Compiled{std::move(files), std::move(quirks), std::move(pool)})};
}

const std::vector<SchemaFile>& SchemaSet::files() const { return compiled_->files; }
const std::vector<Quirk>& SchemaSet::quirks() const { return compiled_->quirks; }

}  // namespace assay::xml
