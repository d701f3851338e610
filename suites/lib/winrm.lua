-- What is Windows' own in messages: its namespaces, its number in faults.
local winrm = {}

winrm.wsmv = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"
winrm.dmtf_class = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
winrm.wmi = "http://schemas.microsoft.com/wbem/wsman/1/wmi/"
winrm.wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL"
winrm.fault = "/s:Envelope/s:Body/s:Fault/s:Detail/*[local-name()='WSManFault' and " ..
  "namespace-uri()='http://schemas.microsoft.com/wbem/wsman/1/wsmanfault']"

--- The URI of a class of the profile's [wmi], or of `class` there.
function winrm.uri(t, class)
  return winrm.wmi .. t.profile.wmi.namespace .. "/" .. (class or t.profile.wmi.class)
end

--- The number that a fault carries, or nil.
function winrm.number(r)
  return r:text(winrm.fault .. "/@Code")
end

return winrm
