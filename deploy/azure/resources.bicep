// What main.bicep puts into its resource group.
param location string
param tags object
param suffix string
param admins string
param currency string
param portalClientId string
@secure()
param portalClientSecret string
@secure()
param keysCertificate string
param productExists bool

var port = 8080
var domain = 'product.${environment.properties.defaultDomain}'

// Roles that Azure defines.
var pullImages = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
var readSecrets = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

// --- who it is -------------------------------------------------------------------------------------------------------------------

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-opportunities-${suffix}'
  location: location
  tags: tags
}

// --- what it is watched with ------------------------------------------------------------------------------------------------------

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-opportunities-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-opportunities-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
  }
}

// --- secrets ----------------------------------------------------------------------------------------------------------------------

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-${suffix}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource portalSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'portal-client-secret'
  properties: { value: portalClientSecret }
}

resource keysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'keys-certificate'
  properties: { value: keysCertificate }
}

resource readsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, readSecrets)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: readSecrets
  }
}

// --- the database -----------------------------------------------------------------------------------------------------------------

resource server 'Microsoft.Sql/servers@2023-08-01' = {
  name: 'sql-opportunities-${suffix}'
  location: location
  tags: tags
  properties: {
    minimalTlsVersion: '1.2'
    // The identity owns the database and may change its tables at an update; nobody signs in with a password.
    administrators: {
      administratorType: 'ActiveDirectory'
      azureADOnlyAuthentication: true
      login: identity.name
      principalType: 'Application'
      sid: identity.properties.principalId
      tenantId: tenant().tenantId
    }
  }
}

resource database 'Microsoft.Sql/servers/databases@2023-08-01' = {
  parent: server
  name: 'opportunities'
  location: location
  tags: tags
  sku: { name: 'S1', tier: 'Standard' }
}

resource fromAzure 'Microsoft.Sql/servers/firewallRules@2023-08-01' = {
  parent: server
  name: 'AllowAllWindowsAzureIps'
  properties: {
    startIpAddress: '0.0.0.0'
    endIpAddress: '0.0.0.0'
  }
}

// --- the bot in Teams ---------------------------------------------------------------------------------------------------------------

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: 'bot-opportunities-${suffix}'
  location: 'global'
  tags: tags
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: 'Opportunity Desk'
    endpoint: 'https://${domain}/api/messages'
    msaAppId: identity.properties.clientId
    msaAppMSIResourceId: identity.id
    msaAppTenantId: tenant().tenantId
    msaAppType: 'UserAssignedMSI'
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: { isEnabled: true }
  }
}

// --- the product ---------------------------------------------------------------------------------------------------------------------

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: 'cropportunities${suffix}'
  location: location
  tags: tags
  sku: { name: 'Basic' }
  properties: { adminUserEnabled: false }
}

resource pullsImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, identity.id, pullImages)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: pullImages
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: 'cae-opportunities-${suffix}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

// What azd deployed last stays when only the rest is changed. In a module: a template cannot ask for what it makes itself.
module running 'image.bicep' = {
  params: { exists: productExists }
}

resource product 'Microsoft.App/containerApps@2024-03-01' = {
  name: 'product'
  location: location
  tags: union(tags, { 'azd-service-name': 'product' })
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    managedEnvironmentId: environment.id
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: port
        transport: 'auto'
        allowInsecure: false
      }
      registries: [{ server: registry.properties.loginServer, identity: identity.id }]
      secrets: [
        { name: 'portal-client-secret', keyVaultUrl: portalSecret.properties.secretUri, identity: identity.id }
        { name: 'keys-certificate', keyVaultUrl: keysSecret.properties.secretUri, identity: identity.id }
        { name: 'insights-connection', value: insights.properties.ConnectionString }
      ]
    }
    template: {
      containers: [
        {
          name: 'product'
          image: running.outputs.image
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: [
            { name: 'ASPNETCORE_FORWARDEDHEADERS_ENABLED', value: 'true' }
            { name: 'Database__Provider', value: 'SqlServer' }
            {
              name: 'ConnectionStrings__Opportunities'
              value: 'Server=${server.properties.fullyQualifiedDomainName};Initial Catalog=${database.name};Authentication=Active Directory Managed Identity;User ID=${identity.properties.clientId}'
            }
            { name: 'Bot__AppId', value: identity.properties.clientId }
            { name: 'Bot__TenantId', value: tenant().tenantId }
            { name: 'Bot__Credential__ManagedIdentityClientId', value: identity.properties.clientId }
            { name: 'Bot__PortalAddresses__0', value: 'https://${domain}' }
            { name: 'Portal__Entra__TenantId', value: tenant().tenantId }
            { name: 'Portal__Entra__ClientId', value: portalClientId }
            { name: 'Portal__Entra__ClientSecret', secretRef: 'portal-client-secret' }
            { name: 'Portal__KeysCertificatePath', value: '/keys/keys-certificate' }
            { name: 'Setup__Admins', value: admins }
            { name: 'Company__Currency', value: currency }
            { name: 'Telemetry__OtlpEndpoint', value: 'http://localhost:4317' }
          ]
          probes: [
            // As long as the platform allows at this pace, for what an update does to a large database.
            { type: 'Startup', httpGet: { path: '/health/ready', port: port }, periodSeconds: 30, timeoutSeconds: 12, failureThreshold: 10 }
            { type: 'Readiness', httpGet: { path: '/health/ready', port: port }, periodSeconds: 10, timeoutSeconds: 12 }
            { type: 'Liveness', httpGet: { path: '/health/live', port: port }, periodSeconds: 15, timeoutSeconds: 5 }
          ]
          volumeMounts: [{ volumeName: 'keys', mountPath: '/keys' }]
        }
        {
          // Takes what the product measures by OTLP and hands it to Application Insights.
          name: 'collector'
          image: 'otel/opentelemetry-collector-contrib:0.139.0'
          args: ['--config=env:COLLECTOR_CONFIGURATION']
          resources: { cpu: json('0.25'), memory: '0.5Gi' }
          env: [
            { name: 'COLLECTOR_CONFIGURATION', value: loadTextContent('collector.yaml') }
            { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', secretRef: 'insights-connection' }
          ]
        }
      ]
      volumes: [
        { name: 'keys', storageType: 'Secret', secrets: [{ secretRef: 'keys-certificate', path: 'keys-certificate' }] }
      ]
      // Never none: reminders are sent without being asked. More copies need Bot:SendingHosts.
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
  dependsOn: [readsSecrets, pullsImages, fromAzure]
}

output registry string = registry.properties.loginServer
output botId string = identity.properties.clientId
output domain string = domain
