#include "assay/suite/profile_schema.hpp"

#include <algorithm>
#include <array>

namespace assay::suite {
namespace {

using enum KeyKind;

constexpr bool must = true;
constexpr bool may = false;

constexpr std::array keys{
    ProfileKey{"", "name", text, may, "what reports and deviations call the endpoint; else the file's name"},
    ProfileKey{"", "title", text, may, "one line for people"},
    ProfileKey{"", "base", text, may, "a profile that this one changes: a name beside it, or a file"},
    ProfileKey{"match", "product_vendor", text, must, "glob that fits what IdentifyResponse says"},
    ProfileKey{"match", "product_version", text, may, "likewise; else any"},
    ProfileKey{"target", "url", text, may, "without credentials"},
    ProfileKey{"target", "ca_file", text, may, "certificates to trust, PEM; else those of the system"},
    ProfileKey{"target", "verify", flag, may, "false: any certificate will do"},
    ProfileKey{"target", "destructive", flag, may, "cases may make, change and remove instances there"},
    ProfileKey{"target", "requests_per_second", rate, may, "no more than these, over all jobs"},
    ProfileKey{"target", "connections", count, may, "at once, over all jobs; at least 1"},
    ProfileKey{"credentials", "user", text, may, "the URL and ASSAY_USER come first"},
    ProfileKey{"credentials", "password", text, may, "for demos only; else password_env"},
    ProfileKey{"credentials", "password_env", text, may, "the environment variable that holds it"},
    ProfileKey{"credentials", "scheme", text, may, "\"digest\" keeps the password from being sent"},
    ProfileKey{"credentials", "certificate", text, may, "of ours, PEM, with its chain"},
    ProfileKey{"credentials", "key", text, may, "of the certificate, PEM"},
    ProfileKey{"credentials", "kg", text, may, "Kg of a BMC, text or 0x and digits; for demos only"},
    ProfileKey{"credentials", "kg_env", text, may, "the environment variable that holds it"},
    ProfileKey{"second_user", "user", text, must, "somebody who may read everything and change nothing"},
    ProfileKey{"second_user", "password", text, may, "for demos only; else password_env"},
    ProfileKey{"second_user", "password_env", text, may, "the environment variable that holds it"},
    ProfileKey{"second_user", "scheme", text, may, "\"digest\" keeps the password from being sent"},
    ProfileKey{"login", "user", text, must, "a user whom wrong passwords lock out of nothing"},
    ProfileKey{"item", "uri", text, must, "of a class whose instances can be read"},
    ProfileKey{"item", "element", text, must, "the root element of a representation"},
    ProfileKey{"item", "selectors", texts_of, must, "of an instance that exists"},
    ProfileKey{"item", "name_key", text, must, "the key that tells instances apart, a text"},
    ProfileKey{"item", "absent", texts_of, may, "selectors of no instance"},
    ProfileKey{"item", "ambiguous", texts_of, may, "selectors that fit several instances"},
    ProfileKey{"item", "sufficient", texts_of, may, "some of the keys, which fit one other instance alone"},
    ProfileKey{"item", "mistyped", texts_of, may, "a word where the key is a number"},
    ProfileKey{"item", "out_of_range", texts_of, may, "a number that the key cannot be"},
    ProfileKey{"item", "within", texts_of, may,
               "selectors that are no keys and belong to each request: __cimnamespace"},
    ProfileKey{"item", "integer_key", text, may, "a key that is a number"},
    ProfileKey{"item", "at_least", count, may, "how many instances there are, at least; else 1"},
    ProfileKey{"item", "properties", texts, may,
               "of a representation that is sent, in the order of the schema"},
    ProfileKey{"item", "text", text, may, "a property: xs:string, required, can be written"},
    ProfileKey{"item", "number", text, may, "a property: unsignedInt, optional, can be written"},
    ProfileKey{"item", "boolean", text, may, "a property: boolean, can be written"},
    ProfileKey{"item", "read_only", text, may, "a property: a time stamp that the service sets"},
    ProfileKey{"item", "array", text, may, "a property: array of xs:string, can be written"},
    ProfileKey{"item", "fresh", texts_of, may, "the values of a new instance, but for name_key"},
    ProfileKey{"ipmi", "suite", count, may, "the cipher suite of ordinary sessions; else 17, or 3"},
    ProfileKey{"ipmi", "session_timeout", count, may,
               "seconds after which a silent session ends, 60 as a rule; a case waits so long"},
    ProfileKey{"readonly", "uri", text, must,
               "of a single instance without selectors, which cannot be changed"},
    ProfileKey{"readonly", "element", text, may, "its root element"},
    ProfileKey{"offline", "uri", text, must, "of a resource that is off line"},
    ProfileKey{"denied", "uri", text, must, "of a resource that nobody may touch"},
    ProfileKey{"busy", "uri", text, must, "of a resource that somebody else holds locked"},
    ProfileKey{"broken", "uri", text, must, "of a resource that fails inside"},
    ProfileKey{"slow", "uri", text, must, "of a resource whose Get takes 5 s"},
    ProfileKey{"large", "uri", text, must, "of a resource whose Get gives about 20 000 octets"},
    ProfileKey{"many", "uri", text, must, "of a class with hundreds of instances, no two alike"},
    ProfileKey{"many", "element", text, may, "the root element of its instances"},
    ProfileKey{"many", "count", count, must, "how many instances there are"},
    ProfileKey{"many", "enumerate_only", flag, may, "there is no Get of them"},
    ProfileKey{"feed", "uri", text, must, "of a source that is enumerated, in which a Pull may wait"},
    ProfileKey{"feed", "count", count, must, "how many members come at once, before the waiting"},
    ProfileKey{"unknown", "uri", text, must, "of nothing"},
    ProfileKey{"types", "uri", text, must, "of a class with a property of every CIM type"},
    ProfileKey{"types", "element", text, must, "the root element"},
    ProfileKey{"types", "namespace", text, may, "the CIM namespace of the class"},
    ProfileKey{"types", "key", text, must, "its key"},
    ProfileKey{"types", "selectors", texts_of, must, "of an instance with all values"},
    ProfileKey{"types", "null", texts_of, may, "of an instance without values"},
    ProfileKey{"types", "properties", types, must, "which property is of which type"},
    ProfileKey{"arrays", "uri", text, must, "of a class with arrays"},
    ProfileKey{"arrays", "selectors", texts_of, must, "of an instance with values"},
    ProfileKey{"arrays", "several", sample, must, "an array and its values, the second one empty"},
    ProfileKey{"arrays", "with_null", sample, must,
               "an array of three whose second value is NULL; the others"},
    ProfileKey{"arrays", "empty", texts_of, must, "of an instance with an empty array and one that is NULL"},
    ProfileKey{"arrays", "empty_property", text, must, "the empty one"},
    ProfileKey{"arrays", "null_property", text, must, "the one that is NULL"},
    ProfileKey{"embedding", "uri", text, must, "of a class with a property that holds an instance"},
    ProfileKey{"embedding", "selectors", texts_of, must, "of an instance"},
    ProfileKey{"embedding", "property", text, must, "that property"},
    ProfileKey{"embedding", "embedded", text, must, "the namespace of the embedded class"},
    ProfileKey{"embedding", "class", text, must, "the name of the embedded class"},
    ProfileKey{"polymorphic", "uri", text, must, "of a class with derived ones"},
    ProfileKey{"polymorphic", "element", text, must, "its root element"},
    ProfileKey{"polymorphic", "instances", count, must, "how many of its own"},
    ProfileKey{"polymorphic", "all_instances", count, must, "how many with those of derived classes"},
    ProfileKey{"polymorphic", "derived_property", text, must, "a property of a derived class"},
    ProfileKey{"polymorphic", "derived_instances", count, must, "how many instances show it"},
    ProfileKey{"association", "uri", text, must, "of a class of associations"},
    ProfileKey{"association", "element", text, must, "its root element"},
    ProfileKey{"association", "from", text, must, "one end"},
    ProfileKey{"association", "to", text, must, "the other end"},
    ProfileKey{"association", "object", text, must, "the URI of the class at both ends"},
    ProfileKey{"association", "object_element", text, must, "its root element"},
    ProfileKey{"association", "object_selectors", texts_of, must, "of one of its instances"},
    ProfileKey{"association", "object_key", text, must, "its key"},
    ProfileKey{"association", "object_property", text, must, "one of its properties"},
    ProfileKey{"association", "associated", texts, must,
               "the keys of the instances associated with that one, sorted"},
    ProfileKey{"query", "uri", text, must, "of the class that is asked for"},
    ProfileKey{"query", "element", text, must, "its name"},
    ProfileKey{"query", "namespace", text, must, "its CIM namespace"},
    ProfileKey{"query", "property", text, must, "a property of text"},
    ProfileKey{"query", "value", text, must, "that one instance alone has in it"},
    ProfileKey{"query", "another", text, must, "the name of another class of that namespace"},
    ProfileKey{"method", "uri", text, must, "of a class with a method that does no harm"},
    ProfileKey{"method", "name", text, must, "the method"},
    ProfileKey{"method", "selectors", texts_of, may, "of the instance; else the first that is enumerated"},
    ProfileKey{"method", "input", texts_of, must, "its parameters"},
    ProfileKey{"method", "returns", text, must, "its ReturnValue"},
    ProfileKey{"method", "typed", text, must, "a parameter of it that is a number"},
    ProfileKey{"several", "uri", text, must, "of a class with a method of several parameters"},
    ProfileKey{"several", "selectors", texts_of, must, "of an instance"},
    ProfileKey{"several", "name", text, must, "the method"},
    ProfileKey{"several", "parameters", free, must, "name and value of each, in order: [[\"A\", \"1\"], …]"},
    ProfileKey{"several", "returns", free, must, "likewise, what comes back"},
    ProfileKey{"namesakes", "uri", text, must, "of a class that two namespaces have"},
    ProfileKey{"namesakes", "namespaces", texts, must, "those two"},
    ProfileKey{"namesakes", "property", text, must, "that differs between their first instances"},
    ProfileKey{"quota", "operations", count, must, "how many the second user may have at once"},
    ProfileKey{"wmi", "class", text, must, "of WMI, with instances"},
    ProfileKey{"wmi", "namespace", text, must, "where it is"},
    ProfileKey{"wmi", "other_namespace", text, must, "another one that there is"},
    ProfileKey{"dialect", "name", text, must, "a dialect of suites/dialects"},
    ProfileKey{"own", "*", free, may, "whatever suites of one's own look for: t.profile.own"},
};

constexpr std::array facts{
    FeatureFact{"feature.transfer.get", "", "Get"},
    FeatureFact{"feature.transfer.put", "", "Put"},
    FeatureFact{"feature.transfer.create", "", "Create"},
    FeatureFact{"feature.transfer.delete", "", "Delete"},
    FeatureFact{"feature.enumeration", "", "Enumerate, Pull and Release"},
    FeatureFact{"feature.enumeration.optimize", "", "wsman:OptimizeEnumeration is honoured"},
    FeatureFact{"feature.enumeration.modes", "", "EnumerateEPR and EnumerateObjectAndEPR"},
    FeatureFact{"feature.enumeration.selector-filter", "", "the dialect SelectorFilter"},
    FeatureFact{"feature.enumeration.xpath-filter", "", "XPath 1.0 as a filter"},
    FeatureFact{"feature.enumeration.expires", "", "wsen:Expires is honoured to the second"},
    FeatureFact{"feature.fragment", "", "wsman:FragmentTransfer with XPath"},
    FeatureFact{"feature.encoding.utf-16", "", "requests in UTF-16"},
    FeatureFact{"feature.identify.unauthenticated", "", "WSMANIDENTIFY: unauthenticated is answered"},
    FeatureFact{"feature.identify.anonymous-path", "", "/wsman-anon/identify is answered"},
    FeatureFact{"feature.security.authenticated", "", "who has no credentials is refused"},
    FeatureFact{"feature.security.http-basic", "", "Basic over HTTP"},
    FeatureFact{"feature.security.http-digest", "", "Digest over HTTP"},
    FeatureFact{"feature.security.https-mutual", "", "certificates of clients over HTTPS"},
    FeatureFact{"feature.security.second-user", "second_user", "somebody else may log on"},
    FeatureFact{"feature.security.second-user-reads-only", "second_user", "who may read and change nothing"},
    FeatureFact{"feature.quota.operations", "quota", "the second user's operations are bounded"},
    FeatureFact{"feature.resource.item", "item", "a class whose instances can be read"},
    FeatureFact{"feature.resource.readonly", "readonly", "a single instance that cannot be changed"},
    FeatureFact{"feature.resource.offline", "offline", "a resource that is off line"},
    FeatureFact{"feature.resource.denied", "denied", "a resource that is forbidden"},
    FeatureFact{"feature.resource.busy", "busy", "a resource that is locked"},
    FeatureFact{"feature.resource.broken", "broken", "a resource that fails"},
    FeatureFact{"feature.resource.slow", "slow", "a resource that takes 5 s"},
    FeatureFact{"feature.resource.large", "large", "a resource with a large representation"},
    FeatureFact{"feature.resource.many", "many", "a class with very many instances"},
    FeatureFact{"feature.resource.feed", "feed", "an enumeration that waits"},
    FeatureFact{"feature.cim.types", "types", "a class with every CIM type"},
    FeatureFact{"feature.cim.arrays", "arrays", "a class with arrays"},
    FeatureFact{"feature.cim.embedding", "embedding", "a class with embedded instances"},
    FeatureFact{"feature.cim.polymorphism", "polymorphic", "a class with derived ones"},
    FeatureFact{"feature.cim.associations", "association", "a class of associations"},
    FeatureFact{"feature.query.wql", "query", "queries in WQL"},
    FeatureFact{"feature.query.cql", "query", "queries in CQL"},
    FeatureFact{"feature.query.association", "association", "the association filter"},
    FeatureFact{"feature.method", "method", "a method that does no harm"},
    FeatureFact{"feature.method.of-several", "several", "a method of several parameters"},
    FeatureFact{"feature.cim.namesakes", "namesakes", "a class of one name in two namespaces"},
    FeatureFact{"feature.wmi", "wmi", "classes of WMI, for targets that speak MS-WSMV"},
    FeatureFact{"feature.hardware", "", "CIM_ComputerSystem, sensors and the event log of a BMC"},
};

}  // namespace

std::string_view to_text(KeyKind kind) {
    switch (kind) {
        case text: return "text";
        case count: return "a whole number, 0 or more";
        case rate: return "a number above 0";
        case flag: return "true or false";
        case texts: return "a list of texts";
        case texts_of: return "a table of names and texts, { Name = \"x\" }";
        case sample: return "{ property = \"…\", values = [\"…\"] }";
        case types: return "a table of CIM types and properties";
        case free: break;
    }
    return "anything";
}

std::span<const ProfileKey> profile_keys() { return keys; }

std::span<const FeatureFact> feature_facts() { return facts; }

const FeatureFact* feature_fact(std::string_view name) {
    const auto found = std::ranges::find(facts, name, &FeatureFact::name);
    return found == facts.end() ? nullptr : &*found;
}

}  // namespace assay::suite
