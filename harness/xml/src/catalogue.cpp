#include "catalogue.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <set>
#include <string>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/xml/libxml.hpp"

namespace assay::xml {
namespace {

namespace fs = std::filesystem;

std::string place(const fs::path& file, const toml::source_region& region) {
    return file.string() + ":" + std::to_string(region.begin.line);
}

toml::table parse_toml(const fs::path& file) {
    try {
        return toml::parse(base::read_file(file), file.string());
    } catch (const toml::parse_error& error) {
        throw base::SetupError{std::string{error.description()}, place(file, error.source()),
                               "correct the TOML"};
    }
}

std::string need(const toml::table& entry, std::string_view key, const fs::path& file) {
    const auto value = entry[key].value<std::string>();
    if (!value || value->empty()) {
        throw base::SetupError{"'" + std::string{key} + "' is missing or not a string",
                               place(file, entry.source()), "give the entry a '" + std::string{key} + "'"};
    }
    return *value;
}

template <class Use>
void for_each_entry(const toml::table& document, std::string_view key, const fs::path& file, const Use& use) {
    const toml::array* entries = document[key].as_array();
    if (entries == nullptr || entries->empty() || !entries->is_array_of_tables()) {
        throw base::SetupError{"there is no [[" + std::string{key} + "]]", file.string(),
                               "list at least one [[" + std::string{key} + "]]"};
    }
    for (const toml::node& entry : *entries) use(*entry.as_table());
}

std::string target_namespace_of(const fs::path& file) {
    const ParseResult parsed = parse(base::read_file(file));
    if (parsed.error) {
        throw base::SetupError{parsed.error->message,
                               file.string() + ":" + std::to_string(parsed.error->line),
                               "correct the schema or take it out of the folder"};
    }
    xmlNode* root = xmlDocGetRootElement(parsed.document.get());
    const TextPtr value{xmlGetNoNsProp(root, xml_text("targetNamespace"))};
    return std::string{view_of(value.get())};
}

std::vector<SchemaFile> list_folder(const fs::path& folder) {
    std::error_code trouble;
    std::vector<SchemaFile> files;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder, trouble}) {
        if (entry.path().extension() == ".xsd") files.push_back({{}, entry.path()});
    }
    if (trouble) {
        throw base::SetupError{"the folder cannot be read: " + trouble.message(), folder.string(),
                               "name a readable folder of schemas"};
    }
    std::ranges::sort(files, {}, &SchemaFile::file);
    for (SchemaFile& file : files) file.target_namespace = target_namespace_of(file.file);
    return files;
}

void need_distinct(const std::vector<SchemaFile>& files, const fs::path& folder) {
    if (files.empty()) {
        throw base::SetupError{"there is no schema", folder.string(),
                               "put *.xsd files or a catalogue.toml there"};
    }
    std::set<std::string> seen;
    for (const SchemaFile& file : files) {
        if (seen.insert(file.target_namespace).second) continue;
        throw base::SetupError{"the namespace '" + file.target_namespace + "' is declared by two schemas",
                               file.file.string(),
                               "list the one that is wanted in a catalogue.toml beside them"};
    }
}

QuirkMatch match_from(const toml::table& entry, const fs::path& file) {
    try {
        return {need(entry, "namespace", file), need(entry, "element", file),
                std::regex{need(entry, "message", file)}, entry["child"].value_or(std::string{}),
                entry["reads_as"].value_or(std::string{})};
    } catch (const std::regex_error& error) {
        throw base::SetupError{"'message' is not a regular expression: " + std::string{error.what()},
                               place(file, entry.source()), "correct the expression"};
    }
}

Quirk quirk_from(const toml::table& entry, const fs::path& file) {
    Quirk quirk{need(entry, "id", file),     need(entry, "published", file), need(entry, "wire", file),
                need(entry, "source", file), need(entry, "because", file),   {}};
    if (entry.contains("tolerate")) {
        for_each_entry(entry, "tolerate", file,
                       [&](const toml::table& match) { quirk.tolerate.push_back(match_from(match, file)); });
    }
    return quirk;
}

}  // namespace

std::vector<SchemaFile> read_catalogue(const fs::path& folder) {
    const fs::path file = folder / "catalogue.toml";
    std::vector<SchemaFile> files;
    if (fs::exists(file)) {
        for_each_entry(parse_toml(file), "schema", file, [&](const toml::table& entry) {
            files.push_back({need(entry, "namespace", file), folder / need(entry, "file", file)});
        });
    } else {
        files = list_folder(folder);
    }
    need_distinct(files, folder);
    return files;
}

std::vector<Quirk> read_quirks(const fs::path& folder) {
    const fs::path file = folder / "quirks.toml";
    std::vector<Quirk> quirks;
    if (!fs::exists(file)) return quirks;
    for_each_entry(parse_toml(file), "quirk", file,
                   [&](const toml::table& entry) { quirks.push_back(quirk_from(entry, file)); });
    return quirks;
}

}  // namespace assay::xml
