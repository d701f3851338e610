// The frame of every HTML report: what its head promises a browser, and the style and script that it carries.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "../src/markup.hpp"

namespace assay::reports {

/// Inline assets of a document, in their order. The views outlive it.
struct DocumentAssets {
    std::span<const std::string_view> styles;
    std::span<const std::string_view> scripts;
};

/// The head: a Content-Security-Policy that allows exactly these assets and no network, then the styles.
void write_document_head(Markup& html, const std::string& title, const DocumentAssets& assets);
/// The scripts; at the end of the body.
void write_document_scripts(Markup& html, const DocumentAssets& assets);

/// The bar's last thing: which theme is shown, and a button for the next.
void write_theme_button(Markup& html);

}  // namespace assay::reports
