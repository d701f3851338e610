// Syntax tree → classes, with everything that DSP0004 forbids told as file:line:col: message.
#pragma once

#include "assay/schema/model.hpp"

namespace assay::schema {

struct Compiled {
    Classes classes;              ///< those without mistakes, and with mistakes what is left of them
    std::vector<ClassPtr> order;  ///< as they were declared
    std::vector<mof::Diagnostic> diagnostics;
    [[nodiscard]] bool ok() const { return diagnostics.empty(); }
};

/// Resolves the classes and checks the instances of a document. Superclasses stand before what derives from
/// them; references and embedded instances may name classes further down.
/// @param default_namespace where productions belong before any #pragma namespace
[[nodiscard]] Compiled compile(const mof::Document& document,
                               const std::string& default_namespace = "root/cimv2");

/// The ResourceURI of a class: CIM_* under the DMTF's prefix, Assay_* under ours, others under that of WMI,
/// which has the namespace in it (MS-WSMV 3.1.4.1.1).
[[nodiscard]] std::string class_uri(std::string_view name_space, std::string_view name);

}  // namespace assay::schema
