// One company's product on Azure Container Apps, with Azure SQL Database, a bot in Teams, and no password anywhere: one managed identity
// is the bot, opens the database and reads the vault.
targetScope = 'subscription'

@description('Name of the azd environment; names of resources follow from it.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Where everything stands.')
param location string

@description('Mails of the first admins, separated by commas.')
@minLength(3)
param admins string

@description('The company\'s currency, as ISO 4217 has it.')
@minLength(3)
@maxLength(3)
param currency string = 'EUR'

@description('Client id of the app registration that people sign in to the portal with.')
param portalClientId string

@secure()
@description('Secret of that registration.')
param portalClientSecret string

@secure()
@description('PKCS #12 file as Base64 text, made by certificate.sh: protects the keys of cookies and forms.')
param keysCertificate string

@description('Whether the container app is there already: azd has put an image into it then, which stays.')
param productExists bool = false

var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module resources 'resources.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    suffix: uniqueString(subscription().id, group.id, environmentName)
    admins: admins
    currency: currency
    portalClientId: portalClientId
    portalClientSecret: portalClientSecret
    keysCertificate: keysCertificate
    productExists: productExists
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = resources.outputs.registry
output BOT_ID string = resources.outputs.botId
output PORTAL_DOMAIN string = resources.outputs.domain
