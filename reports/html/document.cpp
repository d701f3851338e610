#include "document.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/sha.h>

#include "assay/base/octets.hpp"

namespace assay::reports {
namespace {

/// The source expressions that allow exactly these inline styles or scripts (CSP level 3, section 2.3.1).
std::string pinned(std::span<const std::string_view> assets) {
    std::string sources;
    for (const std::string_view asset : assets) {
        std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
        const base::OctetView octets = base::octets_of(asset);
        SHA256(octets.data(), octets.size(), hash.data());
        sources += fmt::format("{}'sha256-{}'", sources.empty() ? "" : " ", base::to_base64(hash));
    }
    return sources;
}

/// Nothing is loaded, nothing is sent, and no script runs but ours, even if markup of an endpoint got
/// through.
std::string policy(const DocumentAssets& assets) {
    return fmt::format(
        "default-src 'none'; style-src {}; script-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        pinned(assets.styles), pinned(assets.scripts));
}

void write_asset(Markup& html, std::string_view element, std::string_view asset) {
    const auto block = html.element(element);
    html.trusted(asset);
}

}  // namespace

void write_document_head(Markup& html, const std::string& title, const DocumentAssets& assets) {
    const auto head = html.element("head");
    html.empty("meta", {{"charset", "utf-8"}});
    html.empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy(assets)}});
    html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    html.empty("link", {{"rel", "icon"}, {"href", "data:,"}});
    html.leaf("title", title);
    html.line();
    for (const std::string_view style : assets.styles) write_asset(html, "style", style);
}

void write_document_scripts(Markup& html, const DocumentAssets& assets) {
    for (const std::string_view script : assets.scripts) write_asset(html, "script", script);
}

void write_theme_button(Markup& html) {
    const auto button = html.element("button", {{"type", "button"}, {"id", "theme"}, {"hidden", "hidden"}});
    html.leaf("span", {{"aria-hidden", "true"}}, "◐ ");
    html.leaf("span", {{"class", "unseen"}}, "Theme: ");
    html.leaf("span", {{"id", "theme-name"}}, "system");
}

}  // namespace assay::reports
