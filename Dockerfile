# The dependencies, without what only development needs.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 EARSHOT_DATA=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
# tsconfig.json tells tsx how the pages are written.
COPY package.json tsconfig.json LICENSE ./
COPY src src
COPY workers workers
COPY lexicons lexicons
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/earshot.mjs"]
CMD ["start"]
