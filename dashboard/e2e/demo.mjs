// A living company: customers of the demonstration write, agents answer. Everything goes through the API, as it would in life.

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Api {
  constructor(base, token) {
    this.base = base;
    this.token = token;
  }

  static async login(base, email, password) {
    const { token, user } = await new Api(base).post('/api/auth/login', { email, password });
    return Object.assign(new Api(base, token), { user });
  }

  async call(method, path, body) {
    const response = await fetch(this.base + path, {
      method,
      headers: { 'content-type': 'application/json', ...(this.token && { authorization: `Bearer ${this.token}` }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  get(path) {
    return this.call('GET', path);
  }

  post(path, body = {}) {
    return this.call('POST', path, body);
  }
}

/** Asks until there is an answer. */
export async function until(ask, what = 'it') {
  for (let left = 150; left > 0; left -= 1) {
    const answer = await ask();
    if (answer) return answer;
    await wait(100);
  }
  throw new Error(`${what} did not happen`);
}

/** A customer at the sandbox's telephone. */
export class Customer {
  constructor(admin, channelId, phone, name) {
    Object.assign(this, { admin, channelId, phone, name });
  }

  says(text, more = {}) {
    return this.admin.post(`/api/sandbox/${this.channelId}/inbound`, { from: this.phone, name: this.name, type: 'text', text, ...more });
  }

  /** The newest conversation of this customer, once there is one that `fits`. */
  conversation(fits = () => true) {
    return until(async () => {
      const found = await this.admin.get(`/api/conversations?search=${encodeURIComponent(this.phone)}`);
      return found.find((conversation) => conversation.status !== 'RESOLVED' && fits(conversation));
    }, `a conversation of ${this.name}`);
  }

  /** The text that contains `words`, once it has come to this telephone so many times. */
  hears(words, times = 1) {
    return until(async () => (await this.received()).filter(({ text }) => text?.includes(words))[times - 1]?.text, `“${words}” on the telephone of ${this.name}`);
  }

  /** What the company has sent to this telephone. */
  async received() {
    return this.admin.get(`/api/sandbox/${this.channelId}/outbox?phone=${encodeURIComponent(this.phone)}`);
  }
}

export const CUSTOMERS = [
  ['+5511988880101', 'Patrícia Nogueira', '1', 'Quero saber o prazo de entrega do notebook para Campinas, por favor.'],
  ['+5511988880102', 'Marcos Vinícius', '1', 'Vocês parcelam em 10x sem juros?'],
  ['+5521988880103', 'Helena Duarte', '1', 'O orçamento 4481 ainda vale?'],
  ['+5531988880104', 'Otávio Reis', '2', 'A impressora parou de puxar papel depois da atualização.'],
  ['+5541988880105', 'Fernanda Lima', '2', 'Não consigo entrar no portal, diz que minha senha expirou'],
  ['+5511988880106', 'Rafael Monteiro', '1', 'Boa tarde! Preciso trocar o endereço do pedido 20931'],
  ['+5551988880107', 'Juliana Castro', '2', 'Consegui instalar, muito obrigada!'],
  ['+5581988880108', 'Sérgio Almeida', null, null],
];

/** Lets the customers write and answer the menu. */
export async function bringToLife(admin) {
  const [channel] = await admin.get('/api/channels');
  const customers = [];
  for (const [phone, name, choice, text] of CUSTOMERS) {
    const customer = new Customer(admin, channel.id, phone, name);
    customers.push(customer);
    await customer.says('Oi, bom dia');
    if (!choice) continue;
    const waiting = await customer.conversation();
    await until(async () => (await customer.received()).length > 0, `the menu for ${name}`);
    if (waiting.flowState === 'GREETING') {
      await customer.says(choice);
      await customer.conversation((conversation) => conversation.flowState !== 'GREETING');
    }
    await customer.says(text);
  }
  return customers;
}
