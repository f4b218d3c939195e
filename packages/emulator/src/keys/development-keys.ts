/*
 * PUBLIC KEYS AND SECRETS. THEY PROTECT NOTHING.
 *
 * Everybody who has this package has everything in this file. It is fixed so that scripts, saved configuration and
 * tokens survive a restart of the development server, and it is good for a server on loopback only. The clients
 * refuse secrets that begin with `sallyport-development-` when the address is not loopback. Never copy a value from
 * here into anything that other people can reach.
 */

/** Begins every published secret, so that a client can tell it from a real one. */
export const DEVELOPMENT_SECRET_PREFIX = 'sallyport-development-';

/** The one user pool. */
export const DEVELOPMENT_USER_POOL = {
  id: '5a11e90f7b0de5e1090f0001',
  name: 'Sallyport Development',
  secret: `${DEVELOPMENT_SECRET_PREFIX}user-pool-secret`,
} as const;

/** The application that is always there. */
export const DEVELOPMENT_APPLICATION = {
  id: '5a11e90f7b0de5e1090f0a01',
  name: 'Sallyport',
  secret: `${DEVELOPMENT_SECRET_PREFIX}application-secret`,
} as const;

/** Since when there is all that. */
export const DEVELOPMENT_SINCE = Date.UTC(2026, 0, 1);

/** The keys that clients of the GoTrue wire name. */
export const DEVELOPMENT_GOTRUE_KEYS = {
  anonKey: `${DEVELOPMENT_SECRET_PREFIX}anon-key`,
  serviceRoleKey: `${DEVELOPMENT_SECRET_PREFIX}service-role-key`,
} as const;

/** Signs tokens with RS256. Published: see above. */
export const TOKEN_RSA_PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCjQriz7jfNq1cK
Yvn3kJVjxzcJO9ItuP0iKPE7T8ODWaB3Waqe0Ek1UVx4+lNpyRq+CPm7HhHUXfkc
qr+fJ21z/4MqIBq4uC9+vOZNjnQfKkf3xnNDZAc5bgrDyeHbsXnqSvxkIPNi+Fgs
oprf4mB+BUITAmGGFnxVVAWEBus7Fr8kk4cagh9NQSDIG482N9GhrQv7r25TxP1w
asY1qJRs7wYBhI1CGUh+gUlHEYNKRQVgPlH+Sr6Rh16TmcMxVtSgfbrptXVwHotW
Q+39y7olBw3oo+m29gD0iNcJ4GaHZhVWrc3Gdmaer+RHDKZPNezqEORtpjOpHuDi
ZbZxsVj1AgMBAAECggEALEts+3x1bXrASdQix9VVgtXJC9tMIhWfsEX1dUcl35xQ
mjEcxqvyQOILOdOJEBl9BPRAdVEqOzkn3mxBQzgaTS+U8bf2KAno8PTlc0NkJBR/
pC0WlsEr6Jv/lbFPcyDK2BNyOORrxH1mxu1zIa00ytw4Whn6RbwSDcCXIoQSDFym
0sb7R2Q0zO8LiA6OINSq7WaLA+kh4ZLhZimljfETWCk4B3e5/vdAYNRT2FoqlXZj
FcPa6mLqsSeMle1E4f6fhG3gWeD5sA1KyEhx6/vbCBrBDS86/D5UnvVAgGTwYI6n
bjxIMHNO/jzJ7O9HNY+9bn/GD0ibnecqD1+S/MZhHQKBgQDmbC4bX4JIDgSVV5NB
zkOnTHGWsJOrMqyaG1QLSyO8B91CjHNwfXHmUi+70IY9/8h050vwIAn/Vs3+Sylq
evgLmS2pWlWQgfDF5vHoB1SYJM1h/NSRJaP55+8OhLHTCuovvbRB3zpTC66sodip
XwIq+7+KfAu9oYzk4SuT7UIqzwKBgQC1YgdvELbmnxUIE4nXGN8xHPXiTcxzMv6h
qHainoU62usW4VpnHuhTPeqZ/k+uSDZTdEEN4nz4W3In7LrE9mq9/Cncb+0Ncbpg
52uPskhToRck9fwekXII7l429AzGOtw3MGzR/l02fpP3teMAKmWsY5ThpxoF+1I7
uEuQm/Cg+wKBgBxxmjdy0MhIQrSUvO7QoXVTcGojnfbyKHBVk0hZnC2n4t5GLDHk
qly+JHpQwWGB46LasnsP2WwVsRQE/zXPvDLiU8qmBg3ynGAxpAb6cKzfTiMcbLkG
JnnA8befFbxxinseNdQz1CVQOd3BlNdDjSb1MK3Npj1gZd4TFagLD7HtAoGAbwsW
tf4rm0DlJU6g4piNe4nZVrR+aEBd9yYliyU1N3Ty280XBW68mMmdKK2ypmX7LFhN
w2xXScziNGMPbKnXa3xHPHchT0vC6LSE+zIQaXKDstMNiMFOaP1VnJsIfwtl6jux
Q1ZQRp5zhAFMebt7B3DnosYkfmkATSNkz6FITaUCgYAldU3XJ68mf7UBz2m7ngQk
VX8rCYsPtWO61xJaJGEkQis1qqIdo3d0RHvLHjsDnOQ7Gq4H9uZRFEdIrIhxSMwc
AQZv5xceCFCKJnQXPwD1nn3XaOOZOnN9g2NhTQ9CWgv2cwp9rgKAQGMTmAUuWNXp
sxTKjAM6BF0xddpip3P1xQ==
-----END PRIVATE KEY-----`;

/** Signs tokens with ES256. Published: see above. */
export const TOKEN_EC_PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgL/OqB8CTBDkby/CF
bwYYomJVGJj0dUuSi3WFznYQL/OhRANCAAQPYOXhJtNcURz7MnMwwygzUYFgHHSz
E9y4VolfmqNQEhssC80ww6tBeWLWR6Na+f6Q9RfaUdDLcXcGCKCt1WHJ
-----END PRIVATE KEY-----`;

/** Decrypts the passwords that clients send. Published: see above. */
export const PASSWORD_RSA_PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDJtDzB26Dk3jRv
67CsWLWxlQ8UlhoaJ9ls4mwsti4uKsn80cBZtg7EjEHYd9XuOV2WBoOTj3I2xkpt
o07JiCfhgQLrdczYYn4R0PlwLkiREnfy7/gACy6kO3IDMutwDOUzKITBZn2/Uoby
Vo4ou72yyJfO5oX1MWGaDHgZnWSMEo4am2AIm8UUl+GFXIN67NLQ9OD8J3+msaIL
UMLKIypfv9cLPLgCA6kA1P3tHJf78nSogBmxMcqjrRs4oO4fsz/cIuemTCiYc4/G
c9wuXvyc/VSMgB4LGMzIRXzxavRgpsI8AdLaj0ZbVSH4/hNmm45dxagRd2fDDGJG
8ZnUnhcFAgMBAAECggEAAm/QvxfP6wvrLsH2bbKZqVZPaxSAJro+BHR80ZJ23txp
+cmv7PWH2qSGJB8YgMsFICueedElFFfTbN0o9cLVFoKYPi97ZM7VzpHLfak1e7kx
JUh0Ys2/x8CnGTZLhVxGhZZy+iIqmT3ePv3ANGpGOat2OAvtaN+qmfGWHtsZrJ6E
Rt8OxbQXR4Wrh1sbONriLtQzd72mTqn/YuJQIstDvFKybZ8Ar3qttf+DD0Lc1WR+
JBq7Og5JMyJQ3emqUL0SuHHNnZytw6B390ObqusyP3mrIzyqEIHQWjJaBOpTjzNx
cePm/DqFdlvIoHh9W6VzwEQWm+VYbsyLw4jWwJQtyQKBgQDkq3qO7eHlkyL7rbAf
TccI7H7xj7TTZVghVh3F473LXdmVyThduIok8Zt/4Kky9AP7WKvajFpBLGRRzXlD
UhA5krs6pC27sEAl8PmA+UQBhP40SCCPeEl49Kl9qrLJiEiJXVqN6vBIZ3Pr2eI1
ywFuEinLyOgsJFsHmot5OZ2XCQKBgQDhz7Juue6AU/azO3WPmLP2caI3i8X/K4G9
2zUVRvGG6S+mw0rSP/rzJgdGq45xeklR6hnRcNJH749F/XQP4Fhtqs1DoPFHiz9t
ehyxNKoVTybwxHpL1JEhi3CZvmcuJoiII/op+eKB1MKUiKPNZaqmPzZfuVZM89FD
Xgm5AN/jHQKBgEypHF5ca7X+XOUJNplYBtj8CBbNua6BNEmAyFx2XEOYhACORAJP
gqieAyac17yIR+l0sbCECyH8UumFvBiQo3XZtkETl21ryiWuIsdVSbJEtsAqShgv
GFqfk07Y8jVUJhU/IcOgNsvfOuKf2hF0rFcNacuy3/skeQwUiJuscCOZAoGAL5Kh
ReCYFaMa01HQh6slJuNzyH4C/ao90DDRcyUaF1EjP9/e8IKYLQey+rmD7fZUYhSO
0egR9SPMLHOkMwARwTD9w6SxkGAOwdK7Hr44ovqk+o56MWWcGdQVqd5KQJfPpdbm
ildh1/Zp8/8Be3FSzWl93Bbgzp+DU80JAVfk0yUCgYBwHTZ5PvppA5/oLhQEFBeU
HNNOD6dfchOt/0UBypx8U+4UCtFLGsUQR02krQjxxi4AD4YgdMulvHdubifSCfQQ
IZbcgCCZgWM9iGMf+qodYwJr+DVWeUBMBhPlPo88JZujc2RHTIET0nPCXVJrkjFs
jpjcJOT8WxzYFbllbUUXdw==
-----END PRIVATE KEY-----`;
