// The same turn as the other targets: a card action answered with a card, and one message to the conversation.
import { createServer } from 'node:http';
import botbuilder from 'botbuilder';

const { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } = botbuilder;
const card = JSON.parse(process.env.BENCH_CARD);

class Bot extends ActivityHandler {
  async onAdaptiveCardInvoke(context) {
    await context.sendActivity(process.env.BENCH_TEXT);
    return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
  }
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
adapter.onTurnError = async (context, error) => {
  process.stderr.write(`${error.stack}\n`);
};
const bot = new Bot();
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    request.body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    // What the SDK expects of a web framework's response.
    const answer = {
      status(code) {
        response.statusCode = code;
      },
      header(name, value) {
        response.setHeader(name, value);
      },
      send(body) {
        if (body !== undefined) {
          response.setHeader('Content-Type', 'application/json');
          response.write(JSON.stringify(body));
        }
      },
      end() {
        response.end();
      },
      get socket() {
        return response.socket;
      },
    };
    await adapter.process(request, answer, (context) => bot.run(context));
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`Listening on http://127.0.0.1:${server.address().port}\n`));
process.stdin.on('end', () => process.exit(0)).resume();
