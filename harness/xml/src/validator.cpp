#include "assay/xml/validator.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLValidityCodes.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/sax/Locator.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/SecurityManager.hpp>
#include <xercesc/util/XMLEntityResolver.hpp>
#include <xercesc/util/XMLString.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "assay/base/home.hpp"
#include "compiled.hpp"
#include "document_text.hpp"
#include "open_elements.hpp"
#include "xerces_text.hpp"

namespace assay::xml {
namespace {

// Thrown out of a callback to end the parse for good.
struct Abandoned {
    std::string why;
    LineColumn where;  ///< taken at once: the scanner forgets its place while it unwinds
};

// No document may make the validator open anything.
class NothingResolver : public xercesc::XMLEntityResolver {
public:
    xercesc::InputSource* resolveEntity(xercesc::XMLResourceIdentifier*) override {
        static constexpr XMLByte nothing = 0;
        return new xercesc::MemBufInputSource{&nothing, 0, "nothing"};
    }
};

// Below an undeclared element Xerces-C++ counts namespace declarations as attributes; they are none.
bool concerns_namespace_declaration(const XMLCh* message) {
    return utf8(message).starts_with("attribute '{http://www.w3.org/2000/xmlns/}");
}

// An error as it came, with what is needed to say where it is once the whole document is known.
struct Report {
    SchemaError error;
    LineColumn reported;
    std::size_t element = ElementRecord::none;
    bool of_content_model = false;
};

}  // namespace

// The SAX reader with its error reports tapped before they lose their codes. It reads one document at a time.
class Validator::Machinery : public xercesc::SAX2XMLReaderImpl {
public:
    Machinery(const SchemaSet& schemas, const ValidationLimits& limits)
        : SAX2XMLReaderImpl{xercesc::XMLPlatformUtils::fgMemoryManager, schemas.compiled()->pool.get()},
          schemas_{schemas.compiled()},
          limits_{limits} {
        configure();
    }

    std::vector<SchemaError> validate(std::string_view octets) {
        reports_.clear();
        elements_.clear();
        std::string trouble;
        const std::optional<DocumentText> text = DocumentText::from(octets, trouble);
        text_ = text ? text->view() : std::string_view{};
        if (!text) {
            add(true, std::move(trouble), {1, 1});
        } else if (octets.size() > limits_.octets) {
            add(true, "the document has more than " + std::to_string(limits_.octets) + " octets", {1, 1});
        } else {
            run();
        }
        return finished();
    }

private:
    void configure();
    void run();
    void add(bool fatal, std::string message, LineColumn reported, bool of_content_model = false);
    [[nodiscard]] std::size_t element_of(LineColumn reported) const;
    [[nodiscard]] SchemaError located(Report& report) const;
    void blame_child(Report& report) const;
    [[nodiscard]] bool explained_by(const QuirkMatch& match, const Report& report) const;
    void consider_quirks(Report& report) const;
    [[nodiscard]] std::vector<SchemaError> finished();
    [[nodiscard]] LineColumn here() const {
        return {static_cast<std::uint32_t>(locator_.now->getLineNumber()),
                static_cast<std::uint32_t>(locator_.now->getColumnNumber())};
    }

    // Called by the scanner.
    void startElement(const xercesc::XMLElementDecl& declaration, unsigned int uri, const XMLCh*,
                      const xercesc::RefVectorOf<xercesc::XMLAttr>&, XMLSize_t, bool empty, bool) override {
        elements_.start(declaration, uri, here());
        if (elements_.depth() > limits_.depth) {
            throw Abandoned{"elements are nested deeper than " + std::to_string(limits_.depth), here()};
        }
        if (empty) elements_.end();
    }
    void endElement(const xercesc::XMLElementDecl&, unsigned int, bool, const XMLCh*) override {
        elements_.end();
    }
    void doctypeDecl(const xercesc::DTDElementDecl&, const XMLCh*, const XMLCh*, bool, bool) override {
        throw Abandoned{"a document type declaration is not allowed", here()};
    }
    void error(unsigned int code, const XMLCh* domain, ErrTypes type, const XMLCh* text, const XMLCh*,
               const XMLCh*, XMLFileLoc line, XMLFileLoc column) override {
        if (type == ErrType_Warning || concerns_namespace_declaration(text)) return;
        const bool of_content_model = code == xercesc::XMLValid::ElementNotValidForContent &&
                                      xercesc::XMLString::equals(domain, xercesc::XMLUni::fgValidityDomain);
        add(type == ErrType_Fatal, utf8(text),
            {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(column)}, of_content_model);
    }

    // The only way to the scanner's locator.
    struct LocatorKeeper : xercesc::DefaultHandler {
        const xercesc::Locator* now = nullptr;
        void setDocumentLocator(const xercesc::Locator* locator) override { now = locator; }
    };

    std::shared_ptr<const SchemaSet::Compiled> schemas_;
    ValidationLimits limits_;
    LocatorKeeper locator_;
    NothingResolver nothing_;
    xercesc::SecurityManager security_;
    OpenElements elements_;
    std::string_view text_;
    std::vector<Report> reports_;
};

void Validator::Machinery::configure() {
    using Name = xercesc::XMLUni;
    security_.setEntityExpansionLimit(1);
    setFeature(Name::fgSAX2CoreNameSpaces, true);
    setFeature(Name::fgSAX2CoreValidation, true);
    setFeature(Name::fgXercesDynamic, false);
    setFeature(Name::fgXercesSchema, true);
    setFeature(Name::fgXercesSchemaFullChecking, false);
    setFeature(Name::fgXercesLoadSchema, false);
    setFeature(Name::fgXercesUseCachedGrammarInParse, true);
    setFeature(Name::fgXercesLoadExternalDTD, false);
    setFeature(Name::fgXercesDisableDefaultEntityResolution, true);
    setProperty(Name::fgXercesSecurityManager, &security_);
    setXMLEntityResolver(&nothing_);
    setContentHandler(&locator_);
    setDTDHandler(&locator_);
    setErrorHandler(&locator_);
}

void Validator::Machinery::run() {
    xercesc::MemBufInputSource source{reinterpret_cast<const XMLByte*>(text_.data()), text_.size(),
                                      "document"};
    source.setEncoding(
        xercesc::XMLUni::fgUTF8EncodingString);  // whatever the declaration said: it is UTF-8 by now
    source.setCopyBufToStream(false);
    try {
        parse(source);
    } catch (const Abandoned& abandoned) {
        add(true, abandoned.why, abandoned.where);
    } catch (const xercesc::XMLException& trouble) {
        add(true, utf8(trouble.getMessage()), {1, 1});
    }
}

void Validator::Machinery::add(bool fatal, std::string message, LineColumn reported, bool of_content_model) {
    if (reports_.size() >= limits_.errors) return;
    Report report;
    report.error.message = std::move(message);
    report.error.severity = fatal ? Severity::fatal : Severity::error;
    report.reported = reported;
    report.of_content_model = of_content_model;
    if (!fatal) report.element = element_of(reported);
    reports_.push_back(std::move(report));
}

// Xerces-C++ reports where it stands: after a start tag for what is wrong with the tag, which it announces
// only afterwards, and at an end tag or in the text for what is wrong with the content.
std::size_t Validator::Machinery::element_of(LineColumn reported) const {
    const std::size_t last = elements_.size() - 1;
    if (elements_.size() > 0 && elements_.at(last).tag_end == reported) return last;
    const std::string_view tag = tag_before(text_, TextPosition{text_}.advance_to(reported));
    const bool not_announced_yet = !tag.empty() && !tag.starts_with("</");
    return not_announced_yet ? elements_.size() : elements_.current();
}

// A content model fails at one child, and that one is shown, not its parent.
void Validator::Machinery::blame_child(Report& report) const {
    if (const auto child = elements_.failing_child(report.element)) {
        report.element = *child;
        return;
    }
    // Of an empty element Xerces-C++ says that the element itself is not allowed.
    if (const std::size_t at = report.error.message.find("content model"); at != std::string::npos) {
        report.error.message = "the content is not complete for " + report.error.message.substr(at);
    }
}

SchemaError Validator::Machinery::located(Report& report) const {
    SchemaError& error = report.error;
    if (report.element >= elements_.size()) {
        error.offset = TextPosition{text_}.advance_to(report.reported);
    } else {
        consider_quirks(report);
        if (report.of_content_model) blame_child(report);
        const std::string_view tag = elements_.tag(text_, report.element);
        error.offset = elements_.at(report.element).end - tag.size();
        error.length = tag.size();
        error.path = elements_.path(text_, report.element);
    }
    const LineColumn place = place_of(text_, error.offset);
    error.line = place.line;
    error.column = place.column;
    return std::move(error);
}

bool Validator::Machinery::explained_by(const QuirkMatch& match, const Report& report) const {
    const ElementRecord& element = elements_.at(report.element);
    return utf8(element.declaration->getBaseName()) == match.element &&
           utf8(getURIText(element.uri)) == match.target_namespace &&
           std::regex_search(report.error.message, match.message) &&
           (match.child.empty() || elements_.content_fits(report.element, {match.child, match.reads_as}));
}

void Validator::Machinery::consider_quirks(Report& report) const {
    for (const Quirk& quirk : schemas_->quirks) {
        if (std::ranges::any_of(quirk.tolerate,
                                [&](const QuirkMatch& match) { return explained_by(match, report); })) {
            report.error.severity = Severity::tolerated;
            report.error.quirk = quirk.id;
            return;
        }
    }
}

std::vector<SchemaError> Validator::Machinery::finished() {
    std::vector<SchemaError> errors;
    if (reports_.empty()) return errors;
    elements_.resolve(text_);
    for (Report& report : reports_) errors.push_back(located(report));
    std::ranges::stable_sort(errors, {}, &SchemaError::offset);
    return errors;
}

Validator::Validator(const SchemaSet& schemas, const ValidationLimits& limits)
    : machinery_{std::make_unique<Machinery>(schemas, limits)} {}
Validator::~Validator() = default;
Validator::Validator(Validator&&) noexcept = default;
Validator& Validator::operator=(Validator&&) noexcept = default;

std::vector<SchemaError> Validator::validate(std::string_view octets) { return machinery_->validate(octets); }

bool has_errors(std::span<const SchemaError> errors) {
    return std::ranges::any_of(
        errors, [](const SchemaError& error) { return error.severity != Severity::tolerated; });
}

std::vector<FileReport> validate_files(std::span<const std::filesystem::path> files,
                                       const SchemaSet& schemas) {
    Validator validator{schemas};
    std::vector<FileReport> reports;
    for (const std::filesystem::path& file : files) {
        reports.push_back({file, validator.validate(base::read_file(file))});
    }
    return reports;
}

}  // namespace assay::xml
