export * as authentication from '@sallyport/authentication-client';
export * as goTrue from '@sallyport/authentication-client/gotrue';
export * as modular from '@sallyport/authentication-client/modular';
export * as totp from '@sallyport/authentication-client/totp';
export * as management from '@sallyport/management-client';
export * as goTrueManagement from '@sallyport/management-client/gotrue';
