"""A second opinion on our tokens and keys, by Debian's python3-jwcrypto.

One request on stdin, one answer on stdout, both JSON; the same requests as jose-peer.mjs takes.
"""

import json
import sys

from jwcrypto import jwk, jws


def sign(request):
    alg, pkcs8 = request["alg"], request.get("pkcs8")
    if pkcs8:
        key = jwk.JWK.from_pem(pkcs8.encode())
    elif alg.startswith("ES"):
        key = jwk.JWK.generate(kty="EC", crv={"ES256": "P-256", "ES384": "P-384"}[alg])
    else:
        key = jwk.JWK.generate(kty="RSA", size=2048)

    header = {"alg": alg, "typ": request["typ"], "kid": "from-jwcrypto"}
    signature = jws.JWS(json.dumps(request["claims"]))
    signature.add_signature(key, None, json.dumps(header), None)
    answer = {"token": signature.serialize(compact=True)}
    if not pkcs8:
        public = json.loads(key.export_public())
        public.update(kid=header["kid"], alg=alg, use="sig")
        answer.update(jwks={"keys": [public]}, thumbprint=key.thumbprint())
    return answer


def verify(request):
    keys = jwk.JWKSet.from_json(json.dumps(request["jwks"]))
    token = jws.JWS()
    token.allowed_algs = [request["alg"]]
    token.deserialize(request["token"])
    key = keys.get_key(token.jose_header["kid"])
    token.verify(key)
    return {"header": token.jose_header, "claims": json.loads(token.payload), "thumbprint": key.thumbprint()}


received = json.load(sys.stdin)
json.dump({"sign": sign, "verify": verify}[received["do"]](received), sys.stdout)
