#!/usr/bin/env python3
"""The WSDL as a SOAP library finds it: zeep loads it from a running server and makes the call that needs no session.

    python3 interop/zeep_client.py --server FILE     # FILE: the simulator's line of JSON

zeep knows nothing of this profile. All that it knows of the messages comes from `?wsdl`, with one GET: a description that
needed another download would be found out here, and so would a name that does not resolve, since nothing but the loopback
address of the server can be reached from this process.
"""

import argparse
import ipaddress
import json
import pathlib
import socket
import sys

VERSIONS = ["1.0", "1.1", "2.0", "2.1"]


def only_loopback():
    """From here on this process reaches loopback addresses and nothing else, and asks no name server."""
    connect = socket.socket.connect
    look_up = socket.getaddrinfo

    def is_loopback(host):
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    def guarded_connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
            raise PermissionError(f"a connection to {address[0]} was attempted")
        return connect(self, address)

    def guarded_look_up(host, *rest, **named):
        if not is_loopback(host):
            raise PermissionError(f"the name {host} was looked up")
        return look_up(host, *rest, **named)

    socket.socket.connect = guarded_connect
    socket.getaddrinfo = guarded_look_up


class Checks:
    def __init__(self):
        self.failed = 0

    def equal(self, what, found, expected):
        if found == expected:
            print(f"ok {what}")
        else:
            self.failed += 1
            print(f"FAIL {what}: {found!r} is not {expected!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", required=True, help="the file with the server's line of JSON")
    options = parser.parse_args()
    server = json.loads(pathlib.Path(options.server).read_text(encoding="utf-8"))
    only_loopback()

    # After the guard, so that nothing of theirs comes before it.
    import requests
    import zeep
    from zeep.transports import Transport

    asked = []

    class Counted(requests.Session):
        def request(self, method, url, *rest, **named):
            asked.append((method.upper(), url))
            return super().request(method, url, *rest, **named)

    session = Counted()
    session.trust_env = False
    checks = Checks()
    description = server["endpoint"] + "?wsdl"
    client = zeep.Client(description, transport=Transport(session=session, timeout=30))
    checks.equal("the description needs no other download", asked, [("GET", description)])

    (service,) = client.wsdl.services.values()
    (port,) = service.ports.values()
    operations = sorted(port.binding._operations)
    checks.equal("the description names this server", port.binding_options["address"], server["endpoint"])
    checks.equal("it has every operation of the page", len(operations), 25)

    header = client.get_element("{urn:emis-ps:1}Application")(ApplicationId=server["applicationId"])
    ask = client.service.GetClinicalVersionInformation
    for practice in server["practices"]:
        ods_code = practice["odsCode"]
        answer = ask(OdsCode=ods_code, _soapheaders=[header])
        version = practice["schemaVersion"]
        checks.equal(f"{ods_code}: OdsCode", answer.OdsCode, ods_code)
        checks.equal(f"{ods_code}: SchemaVersion", answer.SchemaVersion, version)
        checks.equal(f"{ods_code}: Live", answer.Live, practice["live"])
        checks.equal(f"{ods_code}: PracticeName", bool(answer.PracticeName), True)
        told = answer.Operations.Operation
        checks.equal(f"{ods_code}: operations are the description's", set(told) - set(operations), set())
        checks.equal(f"{ods_code}: GetMessages from 2.1 on", "GetMessages" in told, version == VERSIONS[-1])
        checks.equal(f"{ods_code}: all of them in 2.1", sorted(told) == operations, version == VERSIONS[-1])

    try:
        ask(OdsCode="ZZ9", _soapheaders=[header])
        code = None
    except zeep.exceptions.Fault as fault:
        code = fault.detail.findtext(".//{urn:emis-ps:1}FaultDetail/{urn:emis-ps:1}Code")
    checks.equal("a practice that is not there is a fault", code, "OrganisationUnknown")
    try:
        ask(OdsCode="a", _soapheaders=[header])
        refused = False
    except (zeep.exceptions.ValidationError, zeep.exceptions.Fault):
        refused = True
    checks.equal("what is no ODS code is refused", refused, True)

    try:
        socket.create_connection(("192.0.2.1", 80), timeout=5).close()
        guarded = False
    except PermissionError:
        guarded = True
    checks.equal("nothing else can be reached from here", guarded, True)

    print("the description works" if checks.failed == 0 else f"{checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
