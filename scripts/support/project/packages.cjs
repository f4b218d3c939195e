module.exports = {
  authentication: require('@sallyport/authentication-client'),
  goTrue: require('@sallyport/authentication-client/gotrue'),
  modular: require('@sallyport/authentication-client/modular'),
  totp: require('@sallyport/authentication-client/totp'),
  management: require('@sallyport/management-client'),
  goTrueManagement: require('@sallyport/management-client/gotrue'),
};
