// The image that the container app runs now. The first time there is none of ours yet; azd puts it there in its next step.
param exists bool

resource product 'Microsoft.App/containerApps@2024-03-01' existing = if (exists) {
  name: 'product'
}

output image string = exists ? product!.properties.template.containers[0].image : 'mcr.microsoft.com/dotnet/samples:aspnetapp-chiseled'
