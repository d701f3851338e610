// Our schemas against the published ones: over the corpus both must accept and reject the same documents.
#include <gmock/gmock.h>

#include <fmt/format.h>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "assay/base/home.hpp"
#include "assay/base/temporary_folder.hpp"
#include "assay/testing/source_dir.hpp"
#include "assay/xml/schema_set.hpp"
#include "assay/xml/validator.hpp"
#include "corpus.hpp"
#include "type_probe.hpp"

namespace assay::xml {
namespace {

namespace fs = std::filesystem;

const fs::path source_dir{ASSAY_SOURCE_DIR};
const fs::path our_folder = source_dir / "fixtures" / "schemas";
const fs::path published_folder = source_dir / ".." / "shared" / "spec" / "xsd";

constexpr std::size_t mutants_a_message = 10;
constexpr std::uint32_t first_seed = 20261120;
constexpr ValidationLimits first_error_only{.errors = 1};

// The published file of a namespace; where several texts are stored, the one that PROVENANCE.md names.
std::vector<SchemaFile> published_files() {
    return {
        {"http://www.w3.org/XML/1998/namespace", published_folder / "w3c/xml-2009.xsd"},
        {"http://www.w3.org/2003/05/soap-envelope", published_folder / "w3c/soap-envelope-2003-05.xsd"},
        {"http://schemas.xmlsoap.org/ws/2004/08/addressing", published_folder / "xmlsoap/addressing.xsd"},
        {"http://www.w3.org/2005/08/addressing", published_folder / "w3c/ws-addr-2006-03.xsd"},
        {"http://schemas.xmlsoap.org/ws/2004/09/transfer", published_folder / "xmlsoap/transfer.xsd"},
        {"http://schemas.xmlsoap.org/ws/2004/09/enumeration", published_folder / "xmlsoap/enumeration.xsd"},
        {"http://schemas.xmlsoap.org/ws/2004/08/eventing", published_folder / "xmlsoap/eventing.xsd"},
        {"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd", published_folder / "dmtf/dsp8015_1.0.0_wsman.xsd"},
        {"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd",
         published_folder / "dmtf/dsp8012_1.0.1_wsmanidentity.xsd"},
        {"http://schemas.dmtf.org/wbem/wscim/1/common", published_folder / "dmtf/dsp8004_common.xsd"},
    };
}

std::vector<CorpusDocument> messages() { return read_messages(source_dir / "fixtures" / "messages"); }

std::vector<CorpusDocument> message_corpus() {
    const std::vector<CorpusDocument> whole = messages();
    std::vector<CorpusDocument> corpus = value_probes(whole);
    corpus.insert(corpus.end(), whole.begin(), whole.end());
    const std::vector<CorpusDocument> structure = structure_probes(whole);
    corpus.insert(corpus.end(), structure.begin(), structure.end());
    std::uint32_t seed = first_seed;
    for (const CorpusDocument& message : whole) {
        const auto mutants = mutants_of(message, mutants_a_message, seed++);
        corpus.insert(corpus.end(), mutants.begin(), mutants.end());
    }
    return corpus;
}

std::string first_message(const std::vector<SchemaError>& errors) {
    return errors.empty() ? "accepted" : fmt::format("{}: {}", errors.front().line, errors.front().message);
}

struct Tally {
    std::size_t accepted = 0;
    std::size_t rejected = 0;
    std::vector<std::string> disagreements;
};

class SchemaDifferenceTest : public testing::Test {
protected:
    // Files of our conformance classes are in both sets: they build on WS-CIM common and are published
    // nowhere else.
    SchemaSet load_with_probe(std::vector<SchemaFile> files) {
        files.push_back({type_probe_namespace, scratch_.write("type-probe.xsd", type_probe_schema())});
        files.push_back(
            {"http://schemas.assay.example/wbem/1/Assay_Item", our_folder / "conformance/Assay_Item.xsd"});
        return SchemaSet::load(runtime_, std::move(files));
    }
    std::vector<SchemaFile> our_files() {
        std::vector<SchemaFile> files = SchemaSet::load(runtime_, our_folder).files();
        std::erase_if(files, [](const SchemaFile& file) {
            return file.target_namespace.starts_with("http://schemas.assay.example/");
        });
        return files;
    }
    void compare(const CorpusDocument& document) {
        const auto by_us = ours_->validate(document.text);
        const auto by_them = published_->validate(document.text);
        ++(by_them.empty() ? tally_.accepted : tally_.rejected);
        if (by_us.empty() != by_them.empty()) {
            tally_.disagreements.push_back(fmt::format("{}\n  ours:      {}\n  published: {}", document.name,
                                                       first_message(by_us), first_message(by_them)));
        }
    }
    void report(const char* corpus) {
        RecordProperty(std::string{corpus} + "_accepted", static_cast<int>(tally_.accepted));
        RecordProperty(std::string{corpus} + "_rejected", static_cast<int>(tally_.rejected));
        std::printf("%s: %zu documents, %zu accepted, %zu rejected, %zu disagreements\n", corpus,
                    tally_.accepted + tally_.rejected, tally_.accepted, tally_.rejected,
                    tally_.disagreements.size());
    }

    XercesRuntime runtime_;
    const base::TemporaryFolder scratch_;
    std::optional<Validator> ours_;
    std::optional<Validator> published_;
    Tally tally_;
};

class PublishedSchemasTest : public SchemaDifferenceTest {
protected:
    void SetUp() override {
        if (!fs::exists(published_folder)) {
            GTEST_SKIP() << "no copy of the published schemas at " << fs::weakly_canonical(published_folder);
        }
        ours_.emplace(load_with_probe(our_files()), first_error_only);
        published_.emplace(load_with_probe(published_files()), first_error_only);
    }
    // Attributes and content with which the published schema accepts the element.
    std::optional<std::pair<std::string, std::string>> accepted_form(const TypeProbe& probe) {
        const auto accepts = [&](const std::string& attributes, const std::string& content) {
            return published_->validate(probe_document(probe.element, attributes, content).text).empty();
        };
        for (const std::string& content : probe.contents) {
            if (accepts("", content)) return std::pair{std::string{}, content};
        }
        for (const std::string& attributes : probe_attributes()) {
            for (const std::string& content : probe.contents) {
                if (accepts(attributes, content)) return std::pair{attributes, content};
            }
        }
        return std::nullopt;
    }
    void compare_attributes(const TypeProbe& probe) {
        const auto form = accepted_form(probe);
        if (!form) return;
        for (const std::string& attributes : probe_attributes()) {
            compare(probe_document(probe.element, attributes, form->second));
            compare(probe_document(probe.element, form->first + attributes, form->second));
        }
    }
    static Enumerations enumerations_of(const std::vector<SchemaFile>& ours) {
        Enumerations enumerations;
        for (const SchemaFile& file : ours) add_enumerations(base::read_file(file.file), enumerations);
        for (const SchemaFile& file : published_files())
            add_enumerations(base::read_file(file.file), enumerations);
        return enumerations;
    }
};

TEST_F(PublishedSchemasTest, AcceptAndRejectTheSameMessagesAsOurs) {
    for (const CorpusDocument& document : message_corpus()) compare(document);
    report("messages");
    EXPECT_GE(tally_.accepted, 2000U);
    EXPECT_GE(tally_.rejected, 2000U);
    EXPECT_THAT(tally_.disagreements, testing::IsEmpty());
}

TEST_F(PublishedSchemasTest, GiveEveryNamedTypeTheSameContentAndAttributesAsOurs) {
    for (const TypeProbe& probe : type_probes(enumerations_of(our_files()))) {
        for (const std::string& content : probe.contents) compare(probe_document(probe.element, "", content));
        compare_attributes(probe);
    }
    report("types");
    EXPECT_GE(tally_.accepted, 3000U);
    EXPECT_GE(tally_.rejected, 10000U);
    EXPECT_THAT(tally_.disagreements, testing::IsEmpty());
}

TEST_F(PublishedSchemasTest, BlockTheSameDerivedTypesAsOurs) {
    for (const CorpusDocument& document : derivation_probes()) compare(document);
    report("derived types");
    EXPECT_GE(tally_.accepted, 3U);
    EXPECT_GE(tally_.rejected, 30U);
    EXPECT_THAT(tally_.disagreements, testing::IsEmpty());
}

// The comparison itself must be able to fail: one facet changed in our schemas has to show.
TEST_F(PublishedSchemasTest, DifferFromOursWhereOursAreChanged) {
    std::vector<SchemaFile> changed = our_files();
    for (SchemaFile& file : changed) {
        constexpr std::string_view positive = "base=\"xs:positiveInteger\"";
        std::string text = base::read_file(file.file);
        const std::size_t at = text.find(positive);
        if (at == std::string::npos) continue;
        text.replace(at, positive.size(), "base=\"xs:integer\"");
        file.file = scratch_.write(file.file.filename().string(), text);
    }
    ours_.emplace(load_with_probe(changed), first_error_only);
    for (const CorpusDocument& document : value_probes(messages())) compare(document);
    EXPECT_THAT(tally_.disagreements, testing::Contains(testing::HasSubstr("MaxElements = '0'")));
    tally_ = {};
    compare(probe_document("wsman.attributablePositiveInteger", "", "-1"));
    EXPECT_THAT(tally_.disagreements, testing::SizeIs(1));
}

TEST_F(SchemaDifferenceTest, HasACorpusOfBothSortsThatIsTheSameEveryTime) {
    const std::vector<CorpusDocument> corpus = message_corpus();
    EXPECT_GE(corpus.size(), 4000U);
    Validator ours{load_with_probe(our_files()), first_error_only};
    const auto accepted = std::ranges::count_if(
        corpus, [&](const CorpusDocument& document) { return ours.validate(document.text).empty(); });
    EXPECT_GE(accepted, 300);
    EXPECT_GE(static_cast<std::ptrdiff_t>(corpus.size()) - accepted, 600);
    const CorpusDocument message = messages().front();
    EXPECT_TRUE(std::ranges::equal(mutants_of(message, 50, 7), mutants_of(message, 50, 7), {},
                                   &CorpusDocument::text, &CorpusDocument::text));
}

}  // namespace
}  // namespace assay::xml
