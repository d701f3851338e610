#include "assay/model/reasons.hpp"

#include <algorithm>
#include <array>

#include "assay/base/text.hpp"

namespace assay::model {
namespace {

namespace fault = vocab::fault;

struct Reason {
    vocab::QName name;
    std::string_view text;
};

constexpr std::array german{
    Reason{fault::AccessDenied, "Der Zugriff auf die Ressource ist nicht erlaubt."},
    Reason{fault::ActionNotSupported, "Die Ressource kennt diese Aktion nicht."},
    Reason{fault::AlreadyExists, "Es gibt diese Instanz schon."},
    Reason{fault::CannotProcessFilter, "Der Filter kann nicht ausgewertet werden."},
    Reason{fault::CannotProcessFragment, "Der Ausdruck des Fragments kann nicht ausgewertet werden."},
    Reason{fault::Concurrency, "Die Ressource wird gerade anderweitig benutzt."},
    Reason{fault::DestinationUnreachable, "Diese Ressource gibt es hier nicht."},
    Reason{fault::EncodingLimit, "Eine Grenze der Kodierung oder der Größe ist überschritten."},
    Reason{fault::EndpointUnavailable, "Die Ressource ist zur Zeit nicht erreichbar."},
    Reason{fault::EnumerationTimedOut, "Die Aufzählung ist während des Wartens abgelaufen."},
    Reason{fault::FilterDialectRequestedUnavailable, "Der Dialekt des Filters wird nicht unterstützt."},
    Reason{fault::FilteringNotSupported, "Diese Ressource kann nicht gefiltert werden."},
    Reason{fault::FragmentDialectNotSupported, "Der Dialekt des Fragments wird nicht unterstützt."},
    Reason{fault::InternalError, "Im Dienst ist ein Fehler aufgetreten."},
    Reason{fault::InvalidEnumerationContext, "Die Aufzählung ist unbekannt, abgelaufen oder beendet."},
    Reason{fault::InvalidExpirationTime, "Die Ablaufzeit ist ungültig."},
    Reason{fault::InvalidMessageInformationHeader, "Ein Kopfeintrag der Adressierung ist ungültig."},
    Reason{fault::InvalidOptions, "Eine Option ist ungültig."},
    Reason{fault::InvalidParameter, "Ein Parameter ist ungültig."},
    Reason{fault::InvalidRepresentation, "Der Inhalt passt nicht zur Ressource."},
    Reason{fault::InvalidSelectors, "Die Selektoren sind ungültig."},
    Reason{fault::MessageInformationHeaderRequired, "Ein Kopfeintrag der Adressierung fehlt."},
    Reason{fault::MustUnderstand, "Ein verbindlicher Kopfeintrag wird nicht verstanden."},
    Reason{fault::PolymorphismModeNotSupported, "Dieser Polymorphiemodus wird nicht unterstützt."},
    Reason{fault::QuotaLimit, "Der Dienst ist ausgelastet oder ein Kontingent erschöpft."},
    Reason{fault::SchemaValidationError, "Die Nachricht verletzt ihr Schema."},
    Reason{fault::TimedOut, "Die Zeit für den Vorgang ist abgelaufen."},
    Reason{fault::UnsupportedFeature, "Diese Eigenschaft wird nicht unterstützt."},
    Reason{fault::VersionMismatch, "Nur SOAP 1.2 wird verstanden."},
};

}  // namespace

std::string_view spoken_language(std::string_view tag) {
    const std::string_view primary = base::trimmed(tag).substr(0, base::trimmed(tag).find('-'));
    for (const std::string_view each : {"en", "de"}) {
        if (base::equal_ignoring_case(primary, each)) return each;
    }
    return {};
}

std::string_view reason_in(std::string_view language, const vocab::QName& name) {
    if (language != "de") return {};
    const auto found = std::ranges::find(german, name, &Reason::name);
    return found == german.end() ? std::string_view{} : found->text;
}

}  // namespace assay::model
