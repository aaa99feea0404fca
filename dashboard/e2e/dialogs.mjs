// What opens above the pages: by address and name, how it is opened, as an administrator who reads Portuguese.

const press = (name) => async (page) => page.getByRole('main').getByRole('button', { name, exact: true }).first().click();
const key = (letter) => async (page) => {
  await page.getByRole('log').or(page.getByRole('tablist')).first().waitFor();
  await page.keyboard.press(letter);
};
const firstRow = async (page) => page.locator('main tbody tr[tabindex]').first().click();
const inMenu = (name) => async (page) => {
  await page.getByRole('button', { name: 'Mais ações', exact: true }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
};

export const DIALOGS = [
  ['inbox', 'palette', key('Control+k')],
  ['inbox', 'user menu', async (page) => page.getByRole('button', { name: 'Menu do usuário' }).click()],
  ['inbox', 'presence', async (page) => page.getByRole('button', { name: /^Sua presença/ }).click()],
  ['inbox', 'shortcuts', key('?')],
  ['inbox', 'new conversation', press('Nova conversa')],
  ['inbox', 'filters', press('Filtros')],
  ['inbox', 'more lists', press('Mais listas')],
  ['c-id', 'transfer', key('t')],
  ['c-id', 'give', inMenu('Entregar a alguém')],
  ['c-id', 'emoji', press('Emoji')],
  ['c-id', 'more', press('Mais ações')],
  ['users', 'new', press('Novo usuário')],
  ['users', 'edit', firstRow],
  ['contacts', 'new', press('Novo contato')],
  ['channels', 'new', press('Novo canal')],
  ['departments', 'new', press('Novo departamento')],
  ['quick-replies', 'new', press('Nova resposta')],
  ['integrations', 'new key', press('Nova chave')],
  ['integrations', 'new webhook', press('Novo webhook')],
  ['audit', 'details', firstRow],
  ['profile', 'log out everywhere', press('Sair de todos os aparelhos')],
];

/** Opens it, and waits until it is there. */
export async function open(page, deed) {
  await deed(page);
  await page.locator('[role=dialog], [role=alertdialog], [role=menu]').first().waitFor();
}
