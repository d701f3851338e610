// The classes of fixtures/mof that the providers have instances of.
#pragma once

#include <stdexcept>

#include "assay/cim/compile.hpp"
#include "assay/mof/parse.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::ipmi {

inline const cim::ClassStore& hardware_class_store() {
    static const cim::Compiled compiled = [] {
        std::vector<mof::Document> documents;
        for (const char* name : {"hardware.mof", "wmi.mof"}) {
            documents.push_back(
                mof::parse_file(std::string{ASSAY_SOURCE_DIR "/fixtures/mof/"} + name).document);
        }
        return cim::compile(documents);
    }();
    return *compiled.classes;
}

inline cim::ClassPtr hardware_class(std::string_view name, std::string_view name_space = "root/hardware") {
    auto found = hardware_class_store().find(name_space, name);
    if (found == nullptr) throw std::runtime_error{"no class " + std::string{name}};
    return found;
}

}  // namespace assay::ipmi
