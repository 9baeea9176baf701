# syntax=docker/dockerfile:1
# The product as a container: chiselled runtime without shell or package manager, a user without rights, nothing written but /data.
ARG DOTNET_VERSION=10.0
ARG NODE_VERSION=22

FROM --platform=$BUILDPLATFORM node:${NODE_VERSION}-bookworm-slim AS node

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:${DOTNET_VERSION}-noble AS build
ARG TARGETARCH
# The client libraries of the portal are built in; what runs needs no Node.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
# What is restored changes seldom, and stays in its layer until it does.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt ./
COPY build/Node.targets build/
COPY domain/ChatOpportunities.Domain.csproj domain/
COPY portal/ChatOpportunities.Portal.csproj portal/ClientLibraries.targets portal/
COPY bot/ChatOpportunities.Bot.csproj bot/
RUN dotnet restore bot/ChatOpportunities.Bot.csproj -a $TARGETARCH
COPY .editorconfig LICENSE THIRD-PARTY-NOTICES.md ./
COPY domain domain
COPY portal portal
COPY bot bot
RUN dotnet publish bot/ChatOpportunities.Bot.csproj -c Release -a $TARGETARCH -o /app && mkdir /data

# "extra" has ICU and the time zones: people have languages and clocks of their own.
FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION}-noble-chiseled-extra AS final
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=1654:1654 /data /data
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS=8080 \
    ConnectionStrings__Opportunities="Data Source=/data/opportunities.db" \
    DOTNET_EnableDiagnostics=0
USER 1654
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=15s --start-period=60s --retries=3 CMD ["dotnet", "ChatOpportunities.Bot.dll", "health"]
ENTRYPOINT ["dotnet", "ChatOpportunities.Bot.dll"]
